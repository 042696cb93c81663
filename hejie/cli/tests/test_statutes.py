"""`hejie statutes import`: all or none, nothing twice, nothing overwritten."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from hejie.cli.statutes import command
from hejie.kernel.statute_texts import Article, Statute, quote
from hejie.kernel.statutes import cite

pytestmark = pytest.mark.django_db

OLD = """# 中华人民共和国路灯法

2001年3月4日通过

<!-- INFO END -->

第一条　路灯天黑时点亮。

第二条　坏了的路灯三日内修好。
"""
NEW = OLD.replace("2001年3月4日", "2020年5月6日").replace("三日", "二日")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "路灯法(2001-03-04).md").write_text(OLD, encoding="utf-8")
    (tmp_path / "路灯法(2020-05-06).md").write_text(NEW, encoding="utf-8")
    return tmp_path


def run(folder):
    return CliRunner().invoke(command, ["import", str(folder)])


def test_articles_are_found_in_the_version_of_their_time(folder):
    told = json.loads(run(folder).output)
    assert (told["laws"], told["articles"], len(told["added"])) == (2, 4, 2)
    (second,) = cite("路灯法 第二条")
    (now,) = quote([second], on=date(2026, 1, 1))
    assert (now.text, now.next_version) == ("坏了的路灯二日内修好。", None)
    (then,) = quote([second], on=date(2019, 1, 1))
    assert (then.text, then.version) == ("坏了的路灯三日内修好。", date(2001, 3, 4))
    assert then.next_version == date(2020, 5, 6)
    assert quote([second], on=date(1999, 1, 1)) == []


def test_a_version_counts_from_the_day_it_comes_into_force(folder):
    later = NEW + "\n第三条　本法自2021年1月1日起施行。\n"
    (folder / "路灯法(2020-05-06).md").write_text(later, encoding="utf-8")
    run(folder)
    cited = cite("路灯法 第二条")
    (before,) = quote(cited, on=date(2020, 12, 31))
    assert (before.text, before.next_version) == ("坏了的路灯三日内修好。", date(2020, 5, 6))
    (after,) = quote(cited, on=date(2021, 1, 1))
    assert (after.text, after.in_force) == ("坏了的路灯二日内修好。", date(2021, 1, 1))


def test_our_sentence_serves_where_no_text_was_imported(db, django_assert_max_num_queries):
    cited = cite("人民调解法 第四条；人民调解法 第四条；人民调解法；没有的法 第一条")
    with django_assert_max_num_queries(2):
        (told,) = quote(cited, on=date(2026, 1, 1))
    assert (told.text, told.version) == ("", None)
    assert told.summary == "人民调解委员会调解纠纷，一分钱都不收。"


def test_importing_twice_adds_nothing(folder):
    run(folder)
    told = json.loads(run(folder).output)
    assert (told["added"], len(told["known"])) == ([], 2)
    assert Statute.objects.count() == 2
    assert Article.objects.count() == 4


def test_another_text_of_the_same_version_is_told_and_not_taken(folder):
    run(folder)
    changed = OLD.replace("三日", "十日")
    (folder / "路灯法(2001-03-04).md").write_text(changed, encoding="utf-8")
    result = run(folder)
    assert json.loads(result.stdout)["differing"] == ["路灯法（2001-03-04）"]
    assert "没有改动" in result.stderr
    assert not Article.objects.filter(text__contains="十日").exists()


def test_a_folder_with_one_bad_file_imports_nothing(folder):
    (folder / "坏.md").write_text("没有标题，也没有条文", encoding="utf-8")
    result = run(folder)
    assert result.exit_code == 2
    assert "坏.md" in result.stderr
    assert not Statute.objects.exists()


def test_an_empty_folder_is_bad_input(tmp_path):
    assert run(tmp_path).exit_code == 2
    assert run(tmp_path / "nowhere").exit_code == 2
