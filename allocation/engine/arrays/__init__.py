"""The engine for whole nations: the same questions on arrays of whole numbers.

`solving.deferred` is the readable reference; here everybody asks at once, so that half a million
children take a second. It knows no reserved places.
"""
