"""Every address with data in it, described once: the OpenAPI document and the page for people are made from it."""

from classes.twins.api.addresses import ADDRESSES, Address, parts
from classes.twins.api.document import openapi

__all__ = ["ADDRESSES", "Address", "openapi", "parts"]
