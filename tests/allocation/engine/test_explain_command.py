"""The command `explain`: why, what would have changed it, and when nothing can be told."""

import json
from dataclasses import replace

import pytest

from allocation.command_line.main import main
from allocation.engine import (
    allocate,
    canonical_json,
    problem_from_json,
    problem_sha256,
    problem_to_json,
    result_to_json,
)
from tests.allocation.engine.problems import child, group, moved, problem
from tests.allocation.engine.test_instances import read

TOWN = replace(
    problem(
        [group("P", 2), group("Q", 1)],
        [child("ala", P=9), child("jan", P=7, Q=9), child("ewa", P=5), child("ola", P=5)],
    ),
    key_names=("punkty",),
)


@pytest.fixture
def explain(tmp_path, monkeypatch):
    """Explain a problem by its result, or by another one."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments, town=TOWN, result=None):
        (tmp_path / "p.json").write_bytes(canonical_json(problem_to_json(town)))
        document = result_to_json(result or allocate(town))
        (tmp_path / "r.json").write_bytes(canonical_json(document))
        return main(["explain", "p.json", "r.json", *arguments])

    return run


def test_one_child_is_told_why_and_what_would_have_been_enough(explain, capsys):
    assert explain("--child", "ewa") == 0

    assert capsys.readouterr() == (
        "ewa: Dziecko nie ma miejsca w żadnej z wybranych grup.\n"
        "  P: Zabrakło miejsc. Dostały je dzieci, które w tej grupie stoją wyżej.\n"
        "    Liczba miejsc: 2. Liczba przyjętych dzieci: 2.\n"
        "    Liczba dzieci, które stoją tu wyżej: 2.\n"
        "    Liczba innych dzieci z taką samą punktacją: 1.\n"
        "    Punktacja tego dziecka: punkty 5.\n"
        "    Punktacja ostatniego przyjętego dziecka: punkty 7.\n"
        "    Do przyjęcia wystarczyłoby: punkty 8 zamiast 5.\n",
        "",
    )


def test_everybody_who_was_refused_something_is_told_in_order(explain, capsys):
    assert explain() == 0
    everybody = capsys.readouterr().out
    assert explain("--child", "ola", "--child", "ewa", "--child", "ola") == 0

    assert capsys.readouterr().out == everybody
    assert [line[:4] for line in everybody.splitlines() if line[0] != " "] == ["ewa:", "ola:"]


def test_a_child_who_got_its_first_wish_is_told_so(explain, capsys):
    assert explain("--child", "ala") == 0

    assert capsys.readouterr().out == "ala: Przyznane miejsce: P.\n"


def test_other_keys_are_asked_about(explain, capsys):
    assert explain("--child", "jan", "--with-key", "P=1", "--with-key", "Q=-3") == 0

    assert capsys.readouterr().out.endswith("\n  Przy zmianie „P=1 Q=-3” przyznane miejsce: Q.\n")


def test_data_hold_everything_and_the_fingerprint(explain, capsys):
    assert explain("--child", "ewa", "--with-key", "P=8", "--json") == 0

    refusal = result_to_json(allocate(TOWN))["refusals"]["ewa"][0]
    assert json.loads(capsys.readouterr().out) == {
        "schema": "nabor-explanation/1",
        "problem_sha256": problem_sha256(TOWN),
        "explanations": {
            "ewa": {
                "obtained": None,
                "refused": [{**refusal, "ahead": 2, "equal": 1, "enough": [8], "if_first": False}],
                "what_if": [{"name": "P=8", "group": "P"}],
            }
        },
    }


def test_a_town_where_nobody_was_refused_has_nothing_to_explain(explain, capsys):
    assert explain(town=problem([group("P", 1)], [child("ala", P=1)])) == 0

    assert capsys.readouterr() == ("", "")


def test_a_reader_of_another_language_is_told_in_it(explain, capsys):
    assert explain("--child", "ala", "--language", "uk") == 0

    assert capsys.readouterr().out.startswith("ala: ")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--child", "ida"], 'p.json: has no child "ida"'),
        (["--with-key", "P=1"], "--with-key: needs exactly one --child"),
        (
            ["--child", "ala", "--child", "ewa", "--with-key", "P=1"],
            "--with-key: needs exactly one --child",
        ),
        (
            ["--child", "ewa", "--with-key", "P=many"],
            '--with-key "P=many": must be GROUP=NUMBER,NUMBER…',
        ),
        (["--child", "ewa", "--with-key", "P"], '--with-key "P": must be GROUP=NUMBER,NUMBER…'),
        (
            ["--child", "ewa", "--with-key", "P=99999999999999999999"],
            '--with-key "P=99999999999999999999": does not fit into 64 bits',
        ),
        (
            ["--child", "ewa", "--with-key", "P=1,2"],
            '--with-key "P=1,2": has 2 elements, but the child\'s key has 1',
        ),
        (
            ["--child", "ewa", "--with-key", "Q=1"],
            '--with-key "Q=1": child "ewa" did not list group "Q"',
        ),
        (
            ["--child", "ewa", "--with-key", "P=1", "--with-key", "P=2"],
            '--with-key "P=2": group "P" has a key already',
        ),
    ],
)
def test_a_question_that_is_not_understood_is_told_on_one_line(arguments, line, explain, capsys):
    assert explain(*arguments) == 2

    assert capsys.readouterr() == ("", f"{line}\n")


def test_a_wrong_result_is_not_explained(explain, capsys):
    wrong = moved(allocate(TOWN), ewa="P", ala=None)

    assert explain(result=wrong) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert 'r.json: child "ala": should get "P", not "None"' in err


def test_a_result_of_another_problem_is_not_explained(explain, capsys):
    assert explain(result=allocate(problem([group("P", 1)], [child("ala", P=1)]))) == 1

    assert capsys.readouterr().err.startswith(
        "r.json: problem_sha256: the result belongs to another problem"
    )


def test_a_result_that_decides_nothing_is_not_explained(explain, capsys):
    town = problem_from_json(read("f04_couple_no_stable"))

    assert explain(town=town) == 1
    assert capsys.readouterr() == (
        "",
        "r.json: the result is no_stable: nothing is decided that could be explained\n",
    )


def test_text_of_files_never_breaks_a_line(explain, capsys):
    town = problem([group("P\n\x1b[2J", 1)], [child("a\nla", **{"P\n\x1b[2J": 1})])

    assert explain("--child", "a\nla", town=town) == 0
    assert capsys.readouterr().out == "a\\nla: Przyznane miejsce: P\\n\\x1b[2J.\n"
