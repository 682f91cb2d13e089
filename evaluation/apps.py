from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "evaluation"

    def ready(self):
        from activity.audit import leave_out
        from activity.streams import keep_out
        from core import seams
        from evaluation import effects
        from evaluation.queries.seams import export_person, resolve_surveys
        from notifications import kinds

        keep_out("survey.prepared", "survey.opened", "survey.reminded", "survey.closed", "survey.discarded")
        leave_out("survey.prepared", "survey.opened", "survey.reminded", "survey.closed", "survey.discarded")
        seams.person_erased.register(self.name, effects.forget_person)
        seams.person_export.register(self.name, export_person)
        seams.resolve.register("evaluation.survey", resolve_surveys)
        kinds.register("asked", "survey.opened", "survey.reminded", "survey.closed")
