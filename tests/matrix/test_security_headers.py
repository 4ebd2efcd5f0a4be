# SPDX-License-Identifier: EUPL-1.2
"""R14: what every address tells the browser to refuse, and what no cache keeps."""

from nabij.web import security
from tests.matrix import routes, table
from tests.matrix.world import sign_in

# To the letter what RELIABILITY asks, and the one policy that may turn text into elements.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; require-trusted-types-for 'script'; trusted-types nabij"
)
DOWNLOAD_POLICY = "sandbox; default-src 'none'"
EVERYWHERE = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Permissions-Policy": security.HEADERS["Permissions-Policy"],
}
SHOWN_AS = {"text/html", "application/json", "application/problem+json"}
ASKED_FOR_NOTHING = {"camera", "microphone", "geolocation", "payment", "usb"}


def _wrong(response):
    """Yield what this answer does not tell the browser as it should."""
    is_file = "attachment" in response.headers.get("Content-Disposition", "")
    policy = response.headers.get("Content-Security-Policy")
    if policy != (DOWNLOAD_POLICY if is_file else POLICY):
        yield f"Content-Security-Policy: {policy}"
    for name, value in EVERYWHERE.items():
        if response.headers.get(name) != value:
            yield f"{name}: {response.headers.get(name)}"
    kind = response.headers.get("Content-Type", "").split(";")[0]
    if response.content and not is_file and kind not in SHOWN_AS:
        yield f"shown as {kind}"
    if is_file and kind in {"text/html", "image/svg+xml", "application/xml", "text/xml"}:
        yield f"a file as {kind}"


def test_every_address_tells_the_browser_what_to_refuse(world):
    """By everything that the world can be asked for, and by what does not exist."""
    found = []
    listed = {row.address for row in table.rows()}
    asked = 0
    for route in routes.routes():
        rows = [row for row in table.rows() if row.address == route.name]
        for who in ("care professional of noord", "front office of noord"):
            client = sign_in(world, who)  # anew: one of the addresses signs out
            for row in rows:
                address = (
                    routes.address(world, route, row.asks_for, "anna")
                    if row.asks_for not in routes.ABOUT_NOBODY
                    else routes.address(world, route, row.asks_for, "")
                )
                if address is None:
                    continue
                data = routes.PAYLOADS.get(row.address, {})
                more = {"content_type": "application/json"} if address.startswith("/api/") else {}
                response = getattr(client, row.method.lower())(address, data, **more)
                asked += 1
                wrong = list(_wrong(response))
                if "no-store" not in response.headers.get("Cache-Control", ""):
                    wrong.append("may be kept")
                found += [f"{row.method} {address} as {who}: {one}" for one in wrong]
            absent = client.get(routes.absent_address(route)) if route.name in listed else None
            if absent is not None:
                found += [f"{route.name} absent: {one}" for one in _wrong(absent)]
    assert "\n".join(found) == ""
    assert asked > 80


def test_errors_and_files_of_the_site_are_no_exception(client, db):
    for address, status in (("/no-such-page/", 404), ("/static/web/js/trusted-types.js", 200)):
        response = client.get(address)
        assert response.status_code == status
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        response.close()
    assert list(_wrong(client.get("/no-such-page/"))) == []


def test_no_feature_of_the_device_is_asked_for():
    policy = security.HEADERS["Permissions-Policy"]
    assert {f"{feature}=()" for feature in ASKED_FOR_NOTHING} <= set(policy.split(", "))
