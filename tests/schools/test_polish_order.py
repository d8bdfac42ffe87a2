from schools.polish_order import sort_key
from ui.folding import fold


def test_names_stand_in_the_order_of_the_polish_alphabet():
    names = ["Żak", "Zając", "Źrebak", "Łoś", "Lis", "Ćwik", "Cwik", "Czech", "Ąkowski", "Adamek"]

    assert sorted(names, key=sort_key) == [
        "Adamek",
        "Ąkowski",
        "Cwik",
        "Czech",
        "Ćwik",
        "Lis",
        "Łoś",
        "Zając",
        "Źrebak",
        "Żak",
    ]


def test_a_space_or_hyphen_stands_before_every_letter():
    assert sorted(["Nowakowska", "Nowak-Lis", "Nowak Ewa"], key=sort_key) == [
        "Nowak Ewa",
        "Nowak-Lis",
        "Nowakowska",
    ]


def test_letters_of_other_alphabets_stand_after_z_with_dot():
    assert sorted(["Шевченко", "Żyła", "Öz"], key=sort_key) == ["Żyła", "Öz", "Шевченко"]


def test_the_order_does_not_depend_on_the_case_of_letters():
    assert sort_key("ĆWIK") == sort_key("ćwik")


def test_a_search_without_diacritics_finds_the_name():
    assert "cwik" in fold("Ćwik-Łąkowska Żaneta")
