from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Draws plain Django forms as GOV.UK Frontend markup; widgets live in templates/django/forms."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
