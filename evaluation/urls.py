from django.urls import path

from evaluation.views import answering, preparing, questions

app_name = "evaluation"

urlpatterns = [
    path("c/<slug:slug>/surveys/", answering.surveys, name="surveys"),
    path("c/<slug:slug>/surveys/begin/", preparing.begin, name="begin"),
    path("surveys/<int:pk>/", answering.survey, name="survey"),
    path("surveys/<int:pk>/answer/", answering.answer, name="answer"),
    path("surveys/<int:pk>/table/", answering.table, name="table"),
    path("surveys/<int:pk>/prepare/", preparing.prepare, name="prepare"),
    path("surveys/<int:pk>/open/", preparing.open_survey, name="open"),
    path("surveys/<int:pk>/hold-back/", preparing.hold_back, name="hold-back"),
    path("surveys/<int:pk>/close/", preparing.close, name="close"),
    path("surveys/<int:pk>/discard/", preparing.discard, name="discard"),
    path("surveys/<int:pk>/questions/new/", questions.question_new, name="question-new"),
    path("surveys/<int:pk>/questions/<int:question>/", questions.question_change, name="question"),
    path("surveys/<int:pk>/questions/<int:question>/move/", questions.question_move, name="question-move"),
    path("surveys/<int:pk>/questions/<int:question>/remove/", questions.question_remove, name="question-remove"),
]
