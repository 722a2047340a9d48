"""What is the same on every page, to everybody, for as long as the process runs."""

from django import template

register = template.Library()


class Once(template.Node):
    """Draws its content the first time and then knows it."""

    def __init__(self, nodelist):
        self.nodelist = nodelist
        self._drawn = None

    def render(self, context):
        """Return the content, drawn with nothing that the page was given, so that nothing of it can stay."""
        if self._drawn is None:  # two threads at once draw the same
            self._drawn = self.nodelist.render(context.new())
        return self._drawn


@register.tag
def once(parser, token):
    """Draw what stands up to endonce once in the life of the process: {% once %}{% static 'a.js' %}{% endonce %}."""
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(nodelist)
