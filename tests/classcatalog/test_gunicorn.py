"""How `make run` serves."""

from gunicorn.http import message

from classcatalog import gunicorn


def test_a_search_of_ten_thousand_characters_reaches_the_page_that_refuses_it_in_a_sentence():
    assert gunicorn.limit_request_line > 10_000 * 3  # each may be three signs of an address
    assert gunicorn.limit_request_line <= message.MAX_REQUEST_LINE  # or the server would cut it to its own most


def test_no_header_says_where_the_catalog_stands():
    assert gunicorn.forwarder_headers == ""
