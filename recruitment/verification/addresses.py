"""Addresses of a case that carry the queue from which it was opened."""

from django.urls import reverse


def case_url(public_id: str, queue_query: str = "") -> str:
    """The page of the case in this queue, at its content: the next press of Tab is the first answer."""
    return f"{reverse('case', args=[public_id])}{queue_query}#main-content"


def desk_url(queue_query: str = "") -> str:
    """The list narrowed and ordered as the queue is."""
    return f"{reverse('desk')}{queue_query}"
