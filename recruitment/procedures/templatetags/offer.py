"""The places of a group in words: {% load offer %}."""

from django import template

from recruitment.procedures.words import free_places

register = template.Library()
register.filter("free_places", free_places)
