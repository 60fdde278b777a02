"""The frames of pages: what sites put around a text, from nothing at all to banners, boxes and other news."""

from pathlib import Path
from typing import NamedTuple


class Case(NamedTuple):
    """One page of the case files: `about` is what stands on its first line."""

    about: str
    title: str
    body: str


# What the frames say in each language: home, news, contacts, search, site's name, rights, banner, login, note on scripts, news beside.
WORDS = {
    "en": (
        "Home", "News", "Contacts", "Search", "Ministry of Roads", "All rights reserved. The Ministry of Roads, 2031.",
        "We use cookies to make this site better. By continuing to use it, you agree to our cookie policy.",
        "Sign in to your account. Forgot your password?", "Please enable JavaScript to see this site in full.",
        "Ministers of three regions met in Aktau to speak about the water of the common river and the price of it.",
    ),
    "ru": (
        "Главная", "Новости", "Контакты", "Поиск", "Министерство дорог", "Все права защищены. Министерство дорог, 2031.",
        "Мы используем файлы cookie, чтобы сделать сайт лучше. Продолжая пользоваться сайтом, вы соглашаетесь с нашей политикой.",
        "Войдите в личный кабинет. Забыли пароль?", "Пожалуйста, включите JavaScript, чтобы увидеть сайт полностью.",
        "Министры трёх областей встретились в Актау, чтобы обсудить воду общей реки и её цену для хозяйств.",
    ),
    "kk": (
        "Басты бет", "Жаңалықтар", "Байланыс", "Іздеу", "Жол министрлігі", "Барлық құқықтар қорғалған. Жол министрлігі, 2031.",
        "Сайтты жақсарту үшін біз cookie файлдарын қолданамыз. Сайтта қала отырып, сіз бұған келісесіз.",
        "Жеке кабинетке кіріңіз. Құпиясөзді ұмыттыңыз ба?", "Сайтты толық көру үшін JavaScript қосыңыз.",
        "Үш облыстың министрлері ортақ өзеннің суы мен оның бағасын талқылау үшін Ақтауда кездесті.",
    ),
}  # fmt: skip


def bare(case: Case) -> str:
    return f"<!doctype html><html><head><meta charset='utf-8'><title>{case.title}</title></head><body>{case.body}</body></html>"


def of_a_site(case: Case) -> str:
    """Semantic elements, as sites are built today."""
    home, news, contacts, search, name, rights, *_ = _words(case)
    head = f"<header><a class='logo' href='/'>{name}</a><nav><ul><li><a href='/'>{home}</a></li><li><a href='/n'>{news}</a></li></ul></nav>"
    foot = f"<footer><p>{rights}</p><ul><li><a href='/c'>{contacts}</a></li></ul></footer>"
    form = f"<form role='search'><input type='search' placeholder='{search}'><button>{search}</button></form></header>"
    return bare(case._replace(body=f"{head}{form}<main>{case.body}</main>{foot}"))


def of_an_old_site(case: Case) -> str:
    """Divisions and a table, with the site's name as a heading."""
    home, news, contacts, search, name, rights, *_ = _words(case)
    menu = "".join(f"<td><a href='/{n}'>{word}</a></td>" for n, word in enumerate((home, news, contacts)))
    form = f"<form><input name='q'><input type='submit' value='{search}'></form>"
    top = f"<div id='top'><h1>{name}</h1><table><tr>{menu}</tr></table>{form}</div>"
    return bare(case._replace(body=f"{top}<div id='content'>{case.body}</div><div id='bottom'>{rights}</div>"))


def of_a_busy_site(case: Case) -> str:
    """A banner, a login box, a note on scripts and other news beside."""
    home, news, contacts, _, name, rights, banner, login, note, other = _words(case)
    top = f"<noscript>{note}</noscript><div class='cookie-banner' role='dialog'><p>{banner}</p><button>OK</button></div><header>{name}"
    menu = f"<nav><a href='/'>{home}</a><a href='/n'>{news}</a><a href='/c'>{contacts}</a></nav></header>"
    box = f"<aside><form class='login-box'><p>{login}</p><input name='u'><input type='password' name='p'></form>"
    beside = "".join(f"<div class='teaser'><h4><a href='/{n}'>{news} {n}</a></h4><p>{other}</p></div>" for n in range(3))
    return bare(case._replace(body=f"{top}{menu}<main>{case.body}</main>{box}{beside}</aside><footer>{rights}</footer>"))


FRAMES = (bare, of_a_site, of_an_old_site, of_a_busy_site)


def cases(name: str) -> list[Case]:
    """Read the cases of a file in `pages/`."""
    content = (Path(__file__).parent / "pages" / name).read_text(encoding="utf-8")
    return [_case(part) for part in content.split("\n== ")[1:]]


def _case(part: str) -> Case:
    about, title, body = part.split("\n", 2)
    return Case(about, title.removeprefix("title: "), body)


def _words(case: Case) -> tuple[str, ...]:
    language = case.about.partition(":")[0].split()[-1]
    return WORDS.get(language, WORDS["en"])
