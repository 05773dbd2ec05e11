"""The site, a report and a notebook's output in a real browser: clicked through, by keyboard, narrow, dark, offline."""

import json
import re
import shutil
import time

import pytest
from click.testing import CliRunner
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from test_site_report import ATTACKS, NOTE, STRANGE_NAME

import qedtex
from qedtex.build import load_all
from qedtex.catalogue import shipped_root
from qedtex.cli import main
from qedtex.site.folder import write_site
from qedtex.site.pages import page_name, site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium"),
    pytest.mark.skipif(DRIVER is None, reason="no chromedriver here: apt-get install chromium-driver"),
]
WIDE, NARROW = (1280, 900), (360, 740)
PATIENCE = 60
"""Seconds for what a browser does by itself, on a machine with much else to do; nothing waits longer than it must."""


@pytest.fixture(scope="module")
def browser():
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=en"):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.set_page_load_timeout(PATIENCE)
    yield driver
    driver.quit()


@pytest.fixture(autouse=True)
def fresh(browser):
    shaped(browser, WIDE)
    browser.get("about:blank")
    for kind in ("browser", "performance"):
        browser.get_log(kind)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("out")
    write_site(site(load_all([shipped_root()]).derivations), folder)
    return folder / "site"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notes")
    (folder / "kl.md").write_text(NOTE, encoding="utf-8")
    (folder / "loss.tex").write_text("So \\[ \\log(a b) = \\log a - \\log b \\] holds.\n", encoding="utf-8")
    (folder / STRANGE_NAME).write_text("\n\n".join(ATTACKS), encoding="utf-8")
    long = "+".join(rf"\frac{{a_{{{number}}}}}{{b}}" for number in range(40))
    (folder / "long.md").write_text(
        f"Inline ${long} = 1$ here.\n\n- ${long}$\n\n# ${long}$\n\n$${long} = 1$$\n\n" + "w" * 200, encoding="utf-8"
    )
    done = CliRunner().invoke(main, ["check", str(folder), "--html", str(folder / "out" / "report.html")])
    assert done.exit_code == 1, done.output
    return folder / "out" / "report.html"


def shaped(browser, size, dark=False):
    """Give the window a size and the system a theme."""
    size = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size == NARROW}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    feature = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})


def opened(browser, path, fragment=""):
    browser.get(path.as_uri() + fragment)
    browser.execute_script("try { localStorage.clear() } catch (refused) {}")


def one(browser, selector):
    return browser.find_element(By.CSS_SELECTOR, selector)


def all_of(browser, selector):
    return browser.find_elements(By.CSS_SELECTOR, selector)


def waited(browser, true):
    return WebDriverWait(browser, PATIENCE).until(lambda _: true())


def too_wide(browser):
    """What sticks out of the window to the right, where the page can be scrolled sideways."""
    return browser.execute_script(
        """
        const width = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= width && window.innerWidth <= width + 20) return [];
        return Array.from(document.querySelectorAll("body *"))
          .filter((element) => element.getBoundingClientRect().right > width + 1 && !element.closest(".skip"))
          .map((element) => element.tagName + " " + element.className + " " + element.textContent.slice(0, 60));
        """
    )


def background(browser):
    return browser.execute_script("return getComputedStyle(document.body).backgroundColor")


def test_the_way_from_the_index_to_a_derivation_to_what_it_cites_and_to_an_axiom(browser, home):
    opened(browser, home / "index.html")
    one(browser, '.areas a[href="#area-divergence"]').click()
    assert browser.current_url.endswith("#area-divergence")
    one(browser, '.rows a[href="derivations/divergence/kl_nonneg.html"]').click()
    assert one(browser, "h1").text == qedtex.load("divergence.kl_nonneg").title
    one(browser, ".reason a").click()
    assert one(browser, "h1").text == qedtex.load("divergence.log_bound").title
    cited_by = [link.text for link in all_of(browser, ".cited-by a")]
    assert qedtex.load("divergence.kl_nonneg").title in cited_by
    axiom = one(browser, ".axioms dt a")
    name = axiom.text
    axiom.click()
    assert browser.current_url.endswith(f"axioms.html#{name}")
    assert one(browser, "div:target code").text == name
    one(browser, '.top nav a[hreflang="zh"]').click()
    assert one(browser, "h1").text == "公理"
    assert "/zh/" in browser.current_url


def test_the_copy_buttons_put_the_latex_and_the_markdown_on_the_clipboard(browser, home):
    shown = qedtex.load("posterior.gaussian_prior_is_l2")
    opened(browser, home / page_name(shown.name))
    browser.execute_cdp_cmd(
        "Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    )
    for key, text in (("latex", shown.latex()), ("markdown", shown.markdown())):
        one(browser, f'[data-copy="copy-{key}"]').click()
        waited(browser, lambda: one(browser, "#copy-status").text == "Copied")
        pasted = browser.execute_async_script(
            "const done = arguments[0]; navigator.clipboard.readText().then(done, (fault) => done(String(fault)));"
        )
        assert pasted == text
        browser.execute_script("document.getElementById('copy-status').textContent = ''")


def test_the_copy_buttons_do_without_the_clipboard_of_secure_pages(browser, home):
    shown = qedtex.load("divergence.kl_decomposition")
    opened(browser, home / page_name(shown.name))
    browser.execute_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    browser.execute_script("document.addEventListener('copy', () => { window.copied = String(getSelection()); })")
    one(browser, '[data-copy="copy-latex"]').click()
    waited(browser, lambda: one(browser, "#copy-status").text == "Copied")
    assert browser.execute_script("return window.copied").strip() == shown.latex().strip()
    assert not all_of(browser, ".copies details[open]")


def test_the_search_finds_titles_ids_and_latex_and_says_how_many(browser, home):
    opened(browser, home / "index.html")
    ActionChains(browser).send_keys("/").perform()
    field = browser.switch_to.active_element
    assert field.get_attribute("id") == "search"
    shown = "[data-search]:not([hidden])"
    for words, least in (("gibbs", 1), ("kl_nonneg jensen", 1), ("\\sigma", 5), ("divergence. zzz", 0)):
        field.clear()
        field.send_keys(words)
        found = len(all_of(browser, shown))
        assert found >= least if least else found == 0, words
        assert one(browser, "#search-status").text == f"{found} found"
        assert found < 60
    field.send_keys(Keys.CONTROL + "a", Keys.BACKSPACE)
    assert len(all_of(browser, shown)) >= 121
    assert one(browser, "#search-status").text == ""


def test_dark_is_what_the_system_says_until_the_button_says_otherwise_and_then_stays(browser, home):
    opened(browser, home / "index.html")
    light = background(browser)
    shaped(browser, WIDE, dark=True)
    waited(browser, lambda: background(browser) != light)
    dark = background(browser)
    shaped(browser, WIDE)
    button = one(browser, "[data-theme-button]")
    waited(browser, lambda: button.get_attribute("aria-pressed") == "false")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert background(browser) == dark
    one(browser, '.top nav a[href="axioms.html"]').click()
    assert background(browser) == dark
    one(browser, "[data-theme-button]").click()
    assert background(browser) == light


@pytest.mark.long
def test_every_third_page_fits_a_narrow_window_with_everything_open(browser, home):
    shaped(browser, NARROW)
    pages = sorted(home.rglob("*.html"))
    assert len(pages) >= 246
    for path in pages[::3]:
        opened(browser, path)
        for details in ("false", "true"):
            browser.execute_script(f"document.querySelectorAll('details').forEach((one) => one.open = {details})")
            assert not too_wide(browser), path.relative_to(home)


@pytest.mark.long
def test_every_page_fits_a_wide_window_and_sets_its_formulas(browser, home):
    for path in sorted((home / "derivations").rglob("*.html")):
        opened(browser, path)
        assert not too_wide(browser), path.relative_to(home)
        flat = browser.execute_script(
            "return Array.from(document.querySelectorAll('.right math')).filter("
            "(one) => one.getBoundingClientRect().height < 8 || one.getBoundingClientRect().width < 4).length"
        )
        assert flat == 0, path.relative_to(home)


def test_a_page_is_usable_by_keyboard_alone(browser, home):
    opened(browser, home / page_name("posterior.gaussian_prior_is_l2"))
    keys = ActionChains(browser)
    keys.send_keys(Keys.TAB).perform()
    assert browser.switch_to.active_element.text == "Skip to the content"
    keys.send_keys(Keys.ENTER).perform()
    assert browser.switch_to.active_element.get_attribute("id") == "content"
    reached = set()
    for _ in range(80):
        ActionChains(browser).send_keys(Keys.TAB).perform()
        active = browser.switch_to.active_element
        outline = active.value_of_css_property("outline-style")
        assert outline != "none", active.get_attribute("outerHTML")[:80]
        if active.tag_name == "summary":
            before = active.find_element(By.XPATH, "..").get_attribute("open")
            ActionChains(browser).send_keys(Keys.ENTER).perform()
            assert active.find_element(By.XPATH, "..").get_attribute("open") != before
            ActionChains(browser).send_keys(Keys.ENTER).perform()
        reached.add(active.tag_name)
        if active.get_attribute("data-copy") == "copy-markdown":
            break
    assert active.get_attribute("data-copy") == "copy-markdown"
    assert {"a", "button", "summary"} <= reached


def test_a_formula_that_is_wider_than_a_narrow_window_can_be_scrolled_by_keyboard(browser, home):
    shaped(browser, NARROW)
    opened(browser, home / page_name("cross_entropy.bernoulli_likelihood"))
    boxes = [box for box in all_of(browser, ".scroll") if box.get_attribute("tabindex") == "0"]
    assert boxes
    browser.execute_script("arguments[0].focus()", boxes[-1])
    ActionChains(browser).send_keys(Keys.ARROW_RIGHT * 3).perform()
    waited(browser, lambda: boxes[-1].get_property("scrollLeft") > 0)


def test_what_the_steps_rest_on_is_opened_with_one_button(browser, home):
    opened(browser, home / page_name("divergence.kl_decomposition"))
    button = one(browser, "[data-open-all]")
    button.click()
    assert len(all_of(browser, ".step details[open]")) == 6
    assert "normalisation" in one(browser, "main").text or "definition.kl" in one(browser, "main").text
    button.click()
    assert not all_of(browser, ".step details[open]")


def test_no_page_asks_the_network_for_anything_or_logs_a_fault(browser, home, report):
    for path in (home / "index.html", home / "zh" / "axioms.html", home / page_name("entropy.at_most_log_n"), report):
        opened(browser, path)
    asked = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    addresses = [event["params"]["request"]["url"] for event in asked if event["method"] == "Network.requestWillBeSent"]
    assert len(addresses) >= 4
    assert [one for one in addresses if not re.match("file:|data:,$", one)] == []
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []


def test_a_page_without_scripts_has_all_it_says_and_no_button_that_does_nothing(browser, home):
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get((home / page_name("divergence.kl_decomposition")).as_uri())
        assert len(all_of(browser, ".step")) == 6
        assert all_of(browser, "button")
        assert not any(button.is_displayed() for button in all_of(browser, "button"))
        one(browser, ".why summary").click()
        assert one(browser, ".why details[open] dd").is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


# Reports --------------------------------------------------------------------------------------------------------------


def rectangle(browser, element):
    return browser.execute_script("return arguments[0].getBoundingClientRect().toJSON()", element)


def test_a_report_has_what_was_found_beside_the_formula_and_below_it_in_a_narrow_window(browser, report):
    for size in (WIDE, NARROW):
        shaped(browser, size)
        opened(browser, report)
        note = one(browser, 'section[aria-label$="kl.md"]')
        formula = rectangle(browser, note.find_element(By.CSS_SELECTOR, ".formula.display.refuted"))
        card = rectangle(browser, note.find_element(By.CSS_SELECTOR, ".finding.refuted"))
        if size == WIDE:
            assert card["left"] >= formula["right"]
            assert abs(card["top"] - formula["top"]) < 40
        else:
            assert card["top"] >= formula["bottom"] - 1
            assert abs(card["left"] - formula["left"]) < 2
        assert not too_wide(browser)
    words = note.find_element(By.CSS_SELECTOR, ".finding.refuted").text
    assert re.search(r"Counterexample: .*p = \[0\.\d+, 0\.\d+\]", words)
    assert re.search(r"left side -?\d[\d.]* right side -?\d", " ".join(words.split()))


def test_verdicts_can_be_switched_off_in_a_report(browser, report):
    opened(browser, report)
    box = one(browser, 'input[data-verdict="refuted"]')
    cards = all_of(browser, ".finding.refuted")
    assert cards
    assert cards[0].is_displayed()
    box.send_keys(Keys.SPACE)
    assert not any(card.is_displayed() for card in cards)
    assert all_of(browser, ".finding.unread")[0].is_displayed()
    box.send_keys(Keys.SPACE)
    assert cards[0].is_displayed()


def test_all_steps_of_a_note_with_what_they_rest_on_are_opened_by_keyboard(browser, report):
    opened(browser, report)
    section = one(browser, 'section[aria-label$="kl.md"]')
    summary = section.find_element(By.CSS_SELECTOR, ".all > summary")
    summary.send_keys(Keys.ENTER)
    steps = section.find_elements(By.CSS_SELECTOR, ".all li")
    assert [step.find_element(By.CSS_SELECTOR, ".badge").text for step in steps] == [
        "proved",
        "refuted",
        "proved",
        "unread",
    ]
    assert "by " in steps[0].text


def test_no_script_of_a_note_runs_in_its_report(browser, report):
    for opener in ("", "#note-1"):
        opened(browser, report, opener)
        browser.execute_script(
            "document.querySelectorAll('.note *').forEach((one) => {"
            "for (const kind of ['click', 'mouseover', 'focus', 'load', 'error'])"
            " one.dispatchEvent(new Event(kind, {cancelable: true})); })"
        )
        time.sleep(0.2)
        assert browser.execute_script("return typeof window.hacked") == "undefined"
    assert "{{ 7 * 7 }}" in one(browser, "main").text
    assert all_of(browser, ".note script, .note img, .note iframe") == []


def test_an_output_for_a_notebook_keeps_its_style_to_itself_and_follows_the_theme(browser, tmp_path):
    shown = qedtex.load("divergence.kl_nonneg")._repr_html_() + qedtex.check_text(NOTE)._repr_html_()
    path = tmp_path / "cell.html"
    head = "<!doctype html><meta charset='utf-8'><style>a { color: rgb(1, 2, 3) }</style>"
    for theme in ("true", "false"):
        body = f"<body data-jp-theme-light='{theme}'><a href='#'>host</a><h1>host</h1>{shown}"
        path.write_text(head + body, encoding="utf-8")
        opened(browser, path)
        assert one(browser, "body > a").value_of_css_property("color") == "rgba(1, 2, 3, 1)"
        assert background(browser) == "rgba(0, 0, 0, 0)"
        back = one(browser, ".qedtex-output").value_of_css_property("background-color")
        first = int(re.findall(r"\d+", back)[0])
        assert first > 200 if theme == "true" else first < 60
        assert not too_wide(browser)
    summary = one(browser, ".qedtex-output .why summary")
    summary.click()
    assert one(browser, ".qedtex-output .why details[open] dd").is_displayed()
