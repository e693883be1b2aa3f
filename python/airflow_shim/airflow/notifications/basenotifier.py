"""Base of notifiers: callbacks that are objects."""

from airflow.utils.log.logging_mixin import LoggingMixin
from nightjar_airflow import templates


class BaseNotifier(LoggingMixin):
    template_fields = ()
    template_ext = ()

    def __init__(self):
        super().__init__()

    def render_template_fields(self, context, jinja_env=None):
        env = jinja_env or templates.environment(context["dag"])
        self._do_render_template_fields(self, self.template_fields, context, env, set())

    def _do_render_template_fields(self, parent, fields, context, env, seen):
        for name in fields:
            if getattr(parent, name, None):
                setattr(parent, name, templates.render(self, getattr(parent, name), context, env, seen))

    def notify(self, context):
        raise NotImplementedError

    def __call__(self, *args):
        context = args[0] if len(args) == 1 else dict(zip(
            ("dag", "task_list", "blocking_task_list", "slas", "blocking_tis"), args))
        if "ti" in context:
            self.render_template_fields(context)
        self.notify(context)
