from django.urls import path

from library.views import files, items, order, writing

app_name = "library"

urlpatterns = [
    path("c/<slug:slug>/library/", items.items, name="items"),
    path("c/<slug:slug>/library/add/", writing.add, name="add"),
    path("library/files/<int:pk>/", files.loose, name="loose-file"),
    path("library/<int:pk>/", items.item, name="item-short"),
    path("library/<int:pk>/edit/", writing.edit, name="edit"),
    path("library/<int:pk>/publish/", order.publish, name="publish"),
    path("library/<int:pk>/discard/", order.discard, name="discard"),
    path("library/<int:pk>/take-down/", order.take_down, name="take-down"),
    path("library/<int:pk>/put-back/", order.put_back, name="put-back"),
    path("library/<int:pk>/file/", files.latest, name="file"),
    path("library/<int:pk>/file/<int:number>/", files.version, name="version"),
    path("library/<int:pk>/versions/", writing.versions, name="versions"),
    path("library/<int:pk>/<slug:slug>/", items.item, name="item"),
]
