from django.forms.renderers import TemplatesSetting


class FormsRenderer(TemplatesSetting):
    """`{{ form }}` and `{{ field.as_field_group }}` in our look."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
