# SPDX-License-Identifier: EUPL-1.2
"""Which everyday names (roepnamen) belong to which birth names, as far as the initial may differ.

The list is short on purpose: it only keeps a person from looking like someone else because the
everyday name begins with another letter. It never makes two persons the same by itself.
"""

_CALL_NAMES = {
    "johannes": "jan johan hans joop hannes jo sjon",
    "johanna": "anna jo joke hanna hanneke annie janna jopie hannie ans jannie",
    "cornelis": "kees cor cees nelis corné",
    "cornelia": "cor corrie nel nelly nellie lia corry neeltje kee",
    "wilhelmus": "wim willem helmus wil",
    "wilhelmina": "mina wil willy wilma mien miep minie mieke willie helma",
    "hendrikus": "henk hein rik hendrik harrie henri driek",
    "hendrik": "henk hein rik harrie",
    "hendrika": "riek rika heintje henny rie ria drika",
    "maria": "marie mieke mia rie ria marijke mies miep riet marietje mary",
    "elisabeth": "bep betty els lies elly lisa betsie ellie liesbeth elsje bets",
    "catharina": "toos trijn rina cato kaatje ina tine trien to rie ria",
    "adriana": "jana sjaan jaan janna ad adri",
    "adrianus": "ad arie adri janus sjaan adriaan",
    "antonius": "toon ton anton teun antoon tonny",
    "antonia": "toni tonia ton toos tonny",
    "petrus": "piet peter pierre",
    "petronella": "nel petra nelly pietje ella",
    "jacobus": "jaap koos jac sjaak jacob cobus ko",
    "jacoba": "coba co koosje cootje jacqueline ko",
    "gerardus": "gerard ger gerrit geert sjraar",
    "gerarda": "gerda grada ger gerrie",
    "theodorus": "theo dorus dirk",
    "theodora": "dora thea doortje",
    "lambertus": "bert lammert bertus",
    "lamberta": "bertha",
    "albertus": "albert bert bertus ab",
    "alberta": "berta bertha",
    "franciscus": "frans cis",
    "francisca": "cisca fransien sis fran",
    "nicolaas": "klaas nico nic",
    "margaretha": "greet griet gre margriet greta grietje rita",
    "aleida": "alida leida",
    "geertruida": "truus geertje trui geer tru",
    "everdina": "dina eef",
    "bernardus": "ben bernard bernd",
    "martinus": "tinus martin maarten marten",
    "martina": "tina tineke",
    "leonardus": "leo leendert len",
    "mattheus": "thijs matthijs",
    "matthias": "thijs matthijs",
    "arnoldus": "arnold nol",
    "rudolf": "ruud rolf dolf",
    "frederik": "frits fred freek rik",
    "frederika": "riek rika freddy",
    "augustinus": "guus stijn",
    "reinier": "rein",
    "gijsbertus": "gijs bert",
    "engelbertus": "bert engel",
    "magdalena": "leen lena magda",
    "helena": "leni lena leen heleen leentje",
    "susanna": "sanne suus",
    "alexander": "lex sander alex",
    "aleksander": "lex sander",
    "josephus": "jos sjef jef joep",
    "josephina": "fien jos josé",
    "ludovicus": "louis lodewijk lou",
    "mohammed": "mo moh",
    "mustafa": "mus",
}


def _table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for birth_name, names in _CALL_NAMES.items():
        for name in [birth_name, *names.replace("é", "e").split()]:
            table.setdefault(name, set()).add(birth_name)
    return {name: frozenset(birth_names) for name, birth_names in table.items()}


_BIRTH_NAMES = _table()


def birth_names_of(name: str) -> frozenset[str]:
    """Return the birth names of which a folded given name can be a form; often none is known."""
    return _BIRTH_NAMES.get(name, frozenset())


def are_forms_of_one_name(left: str, right: str) -> bool:
    """Tell whether two folded given names can be forms of the same birth name.

    Example:
        >>> are_forms_of_one_name("kees", "cornelis"), are_forms_of_one_name("kees", "piet")
        (True, False)
    """
    if left == right:
        return True
    return not birth_names_of(left).isdisjoint(birth_names_of(right))
