"""Which URLs, origins and host names a configuration may name."""

from ipaddress import ip_address

import pytest

from application.urls import base_url_mistake, host_mistake, is_private, origin_mistake


@pytest.mark.parametrize(
    "url",
    [
        "https://app.example.com",
        "https://app.example.com/",
        "https://app.example.com:8443/api/v1/",
        "https://APP.example.com/a%20b/~c",
        "https://8.8.8.8",
        "https://[2606:4700::1111]:443",
        "https://host_with_underscores.internal",
    ],
)
def test_a_public_address_may_be_a_base_url(url: str):
    assert base_url_mistake(url, allow_private=False) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://app.example.com",
        "https://localhost",
        "https://LOCALHOST",
        "https://api.localhost:8000",
        "https://127.0.0.1",
        "https://10.1.2.3/x",
        "https://192.168.0.1",
        "https://169.254.169.254",
        "https://100.64.0.1",
        "https://0.0.0.0",
        "https://[::1]",
        "https://[fd00::1]",
        "https://[fe80::1]",
        "https://[::ffff:127.0.0.1]",
        "https://[64:ff9b::7f00:1]",
        "https://[2002:7f00:1::]",
        "https://[::127.0.0.1]",
    ],
)
def test_a_private_address_and_plain_http_need_leave(url: str):
    assert "allow_private" in (base_url_mistake(url, allow_private=False) or "")
    assert base_url_mistake(url, allow_private=True) is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "app.example.com",
        "ftp://app.example.com",
        "file:///etc/passwd",
        "https:app.example.com",
        "https://",
        "https:///path",
        "https://:443",
        "https://user@app.example.com",
        "https://user:word@app.example.com",
        "https://app.example.com?a=b",
        "https://app.example.com#a",
        "https://app.example.com/?",
        "https://app.example.com/../x",
        "https://app.example.com/./x",
        "https://app.example.com/%2e%2e/x",
        "https://app.example.com/.%2E",
        "https://app.example.com//x",
        "https://app.example.com/%zz",
        "https://app.example.com\\@evil.example",
        " https://app.example.com",
        "https://app.example.com\n",
        "https://app.example.com\t",
        "https://äpp.example.com",
        "https://app.example.com.",
        "https://-app.example.com",
        "https://a..example.com",
        f"https://{'a' * 64}.example.com",
        f"https://{'a.' * 127}example",
        "https://app.example.com:",
        "https://app.example.com:0",
        "https://app.example.com:65536",
        "https://app.example.com:8o",
        "https://2130706433",
        "https://127.1",
        "https://0x7f.0.0.0x1",
        "https://0177.0.0.1",
        "https://256.1.1.1",
        "https://[::1",
        "https://[::g]",
        "https://[fe80::1%25eth0]",
        "https://[127.0.0.1]",
    ],
)
def test_what_is_no_plain_web_address_is_never_a_base_url(url: str):
    assert base_url_mistake(url, allow_private=True)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:8.8.8.8"]
)
def test_a_public_address_is_not_private(address: str):
    assert not is_private(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "192.88.99.1",
        "::",
        "ff02::1",
        "fec0::1",
        "64:ff9b:1::1",
        "64:ff9b::a00:1",
        "2001:db8::1",
    ],
)
def test_what_is_not_a_public_unicast_address_is_private(address: str):
    assert is_private(ip_address(address))


@pytest.mark.parametrize(
    "origin",
    [
        "*",
        "https://app.example.com",
        "http://localhost:3000",
        "http://[::1]:8080",
        "http://10.0.0.1",
    ],
)
def test_an_origin_is_taken_as_a_browser_sends_it(origin: str):
    assert origin_mistake(origin) is None


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "app.example.com",
        "https://app.example.com/",
        "https://app.example.com/path",
        "https://app.example.com?x",
        "https://user@app.example.com",
        "https://App.example.com",
        "HTTPS://app.example.com",
        "https://*.example.com",
        "https://app.example.com:443",
        "http://app.example.com:80",
        "https://app.example.com:0",
        "https://app.example.com\n",
        "https://äpp.example.com",
    ],
)
def test_an_origin_that_no_browser_sends_is_a_mistake(origin: str):
    assert origin_mistake(origin)


@pytest.mark.parametrize("host", ["docs.example.com", "localhost", "10.0.0.1", "[::1]", "a-b.c"])
def test_a_host_is_a_name_or_an_address(host: str):
    assert host_mistake(host) is None


@pytest.mark.parametrize("host", ["", "a b", "a/b", "a:80", "*.example.com", "a.", "1.2.3", "::1"])
def test_a_host_is_nothing_else(host: str):
    assert host_mistake(host)
