# SPDX-License-Identifier: EUPL-1.2
"""Single sign-on against a real provider on loopback, and tokens that are not right."""

import json
import re
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils import timezone
from jwt.algorithms import RSAAlgorithm

from nabij.access.authentication import oidc
from nabij.access.models import SingleSignOn, User
from nabij.access.tests.sign_in.provider import CLIENT_ID, CLIENT_SECRET, PASSWORD

BACK = "http://testserver/sign-in/single/back/"
PEOPLE = {"noor@example.nl": True, "bram@example.nl": False, "vreemd@example.nl": True}


class Provider:
    def __init__(self, port, folder):
        self.issuer, self.folder = f"http://127.0.0.1:{port}", folder
        self.say()

    def say(self, **claims):
        """Let the ID tokens from now on say this too."""
        (self.folder / "claims.json").write_text(json.dumps(claims))

    def sign_in(self, address, email):
        """Sign in there as people do, and return the address that the browser is sent back to."""
        browser = requests.Session()
        form = browser.get(address, timeout=10)
        assert "/accounts/login/" in form.url
        answer = browser.post(
            form.url, {"login": email, "password": PASSWORD}, allow_redirects=False, timeout=10
        )
        while answer.headers["Location"].startswith("/"):
            here = self.issuer + answer.headers["Location"]
            answer = browser.get(here, allow_redirects=False, timeout=10)
        return answer.headers["Location"]


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    folder = tmp_path_factory.mktemp("provider")
    (folder / "people.json").write_text(json.dumps(PEOPLE))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = Provider(port, folder)
    script = Path(__file__).with_name("provider.py")
    process = subprocess.Popen(
        [sys.executable, str(script), str(port), str(folder), BACK],
        env={"PATH": "/usr/bin:/bin", "PYTHONWARNINGS": "ignore"},
    )
    try:
        _wait_for(found.issuer, process)
        yield found
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(issuer, process):
    for _ in range(300):
        assert process.poll() is None, "the provider stopped"
        try:
            requests.get(f"{issuer}/.well-known/openid-configuration", timeout=5)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the provider does not answer")


@pytest.fixture
def single(provider, settings):
    """The installation, told in its settings where to sign in."""
    provider.say()
    settings.NABIJ_ADDRESS = "http://testserver"
    settings.NABIJ_OIDC = {
        "issuer": provider.issuer,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "name": "Thuiszorg Rietkraag",
        "trusted_acr": ("https://refeds.org/profile/mfa",),
    }
    return provider


def _go(browser, single, email="noor@example.nl", start="/sign-in/single/"):
    address = single.sign_in(browser.get(start).headers["Location"], email)
    assert address.startswith(BACK)
    return browser.get(address.removeprefix("http://testserver"))


def test_the_page_offers_it_only_when_it_is_set_up(browser, db, single, settings):
    assert "Aanmelden met Thuiszorg Rietkraag" in browser.get("/sign-in/").text
    settings.NABIJ_OIDC = settings.NABIJ_OIDC | {"issuer": ""}
    assert "/sign-in/single/" not in browser.get("/sign-in/").text
    assert browser.get("/sign-in/single/").status_code == 404
    assert browser.get("/sign-in/single/back/").status_code == 404


@pytest.mark.parametrize(
    "said", [{"amr": ["pwd", "mfa"]}, {"acr": "https://refeds.org/profile/mfa"}]
)
def test_who_gave_a_second_step_there_gives_none_here(browser, noor, single, logged, said):
    single.say(**said)
    answer = _go(browser, single, start="/sign-in/single/?next=/relations/")
    assert answer.headers["Location"] == "/relations/"
    assert browser.is_in()
    assert logged()[-1] == ("sign-in", "success", "single sign-on with second factor")


def test_who_gave_none_there_gives_ours(browser, noor, app, single):
    assert _go(browser, single).headers["Location"] == "/sign-in/second-step/"
    assert not browser.is_in()
    browser.code(app.code())
    assert browser.is_in()


def test_a_second_step_that_is_only_alike_does_not_count(browser, noor, app, single):
    single.say(amr="mfa", acr="https://refeds.org/profile/sfa")
    assert _go(browser, single).headers["Location"] == "/sign-in/second-step/"


def test_who_has_no_second_step_anywhere_sets_one_up(browser, noor, single):
    assert _go(browser, single).headers["Location"] == "/sign-in/set-up/"


@pytest.mark.parametrize("email", ["vreemd@example.nl", "bram@example.nl"])
def test_nobody_is_made_and_an_unverified_address_names_nobody(
    browser, noor, colleague, single, email, logged
):
    colleague("Bram")
    single.say(amr=["mfa"])
    answer = _go(browser, single, email)
    assert answer.status_code == 403
    assert "Vraag het je beheerder" in answer.text
    assert not browser.is_in()
    assert User.objects.count() == 2
    assert logged()[-1][1] == "refused"


def test_who_is_not_active_does_not_come_in(browser, noor, single):
    noor.is_active = False
    noor.save()
    single.say(amr=["mfa"])
    assert _go(browser, single).status_code == 403


def test_an_address_that_passed_to_somebody_else_opens_nothing(browser, noor, single):
    SingleSignOn.objects.create(user=noor, issuer=single.issuer, subject="who had it before")
    single.say(amr=["mfa"])
    assert _go(browser, single).status_code == 403


def test_who_is_known_by_another_address_now_asks_the_administrator(browser, noor, single):
    single.say(amr=["mfa"])
    _go(browser, single)
    assert browser.is_in()
    noor.email = "noor.nieuw@example.nl"
    noor.save()
    browser.post("/sign-in/out/")
    assert _go(browser, single).status_code == 403


@pytest.mark.parametrize(
    "said",
    [
        {"nonce": "of another errand"},
        {"aud": "somebody-else"},
        {"aud": ["nabij", "somebody-else"], "azp": "somebody-else"},
        {"iss": "https://kwaad.example"},
        {"exp": 1_700_000_000},
        {"iat": 4_000_000_000},
        {"email_verified": False},
        {"email_verified": "true"},
    ],
    ids=lambda said: "-".join(said),
)
def test_a_token_that_is_not_right_opens_nothing(browser, noor, single, said):
    single.say(amr=["mfa"], **said)
    assert _go(browser, single).status_code == 403
    assert not browser.is_in()


def test_the_way_back_is_for_one_errand_and_one_browser(browser, new_browser, noor, single):
    single.say(amr=["mfa"])
    address = single.sign_in(browser.get("/sign-in/single/").headers["Location"], noor.email)
    here = address.removeprefix("http://testserver")
    assert new_browser().get(here).headers["Location"] == "/sign-in/"
    other = new_browser()
    other.get("/sign-in/single/")
    assert other.get(here).status_code == 403, "another state"
    assert browser.get(re.sub("state=[^&]*", "state=x", here)).status_code == 403
    assert browser.get(here).headers["Location"] == "/sign-in/", "the errand is over"
    assert not browser.is_in()


def test_who_refuses_there_is_told_here(browser, noor, single):
    address = browser.get("/sign-in/single/").headers["Location"]
    state = re.search("state=([^&]*)", address)[1]
    answer = browser.get(f"/sign-in/single/back/?error=access_denied&state={state}")
    assert answer.status_code == 403


def test_a_code_cannot_be_bought_with_another_verifier(browser, noor, single):
    """PKCE: whoever steals the code on its way back can do nothing with it."""
    single.say(amr=["mfa"])
    address = single.sign_in(browser.get("/sign-in/single/").headers["Location"], noor.email)
    session = browser.session
    session["single_sign_on"] = session["single_sign_on"] | {"verifier": "v" * 64}
    session.save()
    assert browser.get(address.removeprefix("http://testserver")).status_code == 403


def test_a_provider_that_is_away_is_an_answer_and_no_error(browser, db, settings, single):
    settings.NABIJ_OIDC = settings.NABIJ_OIDC | {"issuer": "http://127.0.0.1:9"}
    assert browser.get("/sign-in/single/").status_code == 403


def test_a_provider_elsewhere_is_asked_over_https_only(browser, db, settings, single):
    settings.NABIJ_OIDC = settings.NABIJ_OIDC | {"issuer": "http://provider.example"}
    assert browser.get("/sign-in/single/").status_code == 403


KEY, OTHER = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
ASKED = oidc.Provider("https://p.example", "nabij", "geheim", "P")


def _token(key=KEY, algorithm="RS256", kid="one", **changes):
    now = timezone.now()
    claims = {
        "iss": ASKED.issuer,
        "aud": "nabij",
        "sub": "1",
        "nonce": "n",
        "iat": now,
        "exp": now + timedelta(minutes=5),
    }
    return jwt.encode(claims | changes, key, algorithm=algorithm, headers={"kid": kid})


def _checked(token):
    public = json.loads(RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "one", "alg": "RS256"}
    return oidc.checked(ASKED, token, nonce="n", keys=jwt.PyJWKSet.from_dict({"keys": [public]}))


def test_a_token_that_the_provider_signed_is_believed():
    assert _checked(_token())["sub"] == "1"


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
@pytest.mark.parametrize(
    "token",
    [
        lambda: _token(OTHER),
        lambda: _token(kid="two"),
        lambda: _token(None, "none"),
        lambda: _token("geheim", "HS256"),
        lambda: _token()[:-6] + "AAAAAA",
        lambda: _token(exp=timezone.now() - timedelta(minutes=2)),
        lambda: _token(nonce=""),
        lambda: "nonsense",
    ],
    ids=["other key", "unknown key", "unsigned", "secret", "changed", "old", "no nonce", "junk"],
)
def test_a_token_that_anybody_could_have_made_is_not(token):
    with pytest.raises(oidc.SignOnFailed):
        _checked(token())
