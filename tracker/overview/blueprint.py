"""The blueprint that the overview's pages share."""

from flask import Blueprint

pages = Blueprint("overview", __name__)
