# SPDX-License-Identifier: EUPL-1.2
"""Dutch names to invent persons with: common ones first, and a long tail that is put together."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# With `|` between prefix and name.
COMMON_SURNAMES = (
    "de|Jong |Jansen de|Vries van den|Berg |Bakker van|Dijk |Visser |Janssen |Smit |Meijer de|Boer"
    " |Mulder de|Groot |Bos |Vos |Peters |Hendriks van|Leeuwen |Dekker |Brouwer de|Wit |Dijkstra"
    " |Smits de|Graaf van der|Meer van der|Linden |Kok |Jacobs de|Haan |Vermeulen van den|Heuvel"
    " van der|Veen van den|Broek de|Bruijn van der|Heijden |Schouten van|Beek |Willems van|Vliet"
    " van de|Ven |Hoekstra |Maas |Verhoeven |Koster van|Dam van der|Wal |Prins |Blom |Huisman"
    " |Peeters de|Jonge |Kuipers van|Veen |Post |Kuiper |Veenstra |Kramer van den|Brink |Scholten"
    " van|Wijk |Postma |Martens |Vink de|Ruiter |Timmermans |Groen |Gerritsen |Jonker van|Loon"
    " |Boer van der|Velde |Willemsen |Smeets de|Lange de|Vos |Bosch van|Schaik |Schipper de|Bruin"
    " |Koning van der|Laan |Driessen van|Es |Yilmaz |Kaya el|Idrissi |Nguyen |Kowalski"
)
# Stems and endings of names of places and trades: a few thousand rarer names.
STEMS = _words(
    "Water Olden Nieuwen Hoog Laag Wester Ooster Noorder Zuider Groene Zwarte Witte Lange Kerk Molen"
    " Brug Berg Dal Heide Veld Bosch Linden Eiken Beuken Wilgen Elzen Bloem Koren Haver Rogge Schaap"
    " Paarden Ossen Vogel Valken Arends Zwanen Vis Haring Steen Zand Klei Veen Moer Broek Maat Hof"
    " Stad Dorp Huis Schuur Poort Toren Ring Dijk Sluis Haven Schip Anker Zeil Wind Storm Regen Zon"
    " Winter Zomer Mei Roose Leeuwe Beere Wolve Vosse Haase Konijnen Duive Uile Spreeuwe Ravens"
)
ENDINGS = _words(
    "stra man kamp horst huis sma ema inga brink veld berg dal beek burg dijk hof laar loo mans ma"
    " meijer mulder naar rust schot stein sveld vink voort waard weg wijk winkel zand zee"
)
PREFIXES = ("", "", "", "", "", "van", "van de", "van der", "van den", "de", "ten", "ter")
# Given names by sex with the everyday name behind "=", the common ones of each generation mixed.
WOMEN = _words(
    "Maria=Riet Johanna=Jo Anna Cornelia=Corrie Elisabeth=Bep Wilhelmina=Willy Hendrika=Riek"
    " Catharina=Toos Adriana=Jana Petronella=Nel Margaretha=Greet Geertruida=Truus Jacoba=Coba"
    " Antonia=Tonny Francisca=Cisca Theodora=Dora Grietje Trijntje Aaltje Neeltje Jantje Dina Alida"
    " Helena=Leny Martha Gerarda=Gerda Ingrid Monique Petra Yvonne Marjan Anja Karin Mirjam Sandra"
    " Esther Linda Bianca Wendy Patricia Nicole Kim Lisa Laura Lotte Sanne Emma Sophie Julia Eva Anne"
    " Fleur Noa Lieke Iris Femke Marieke Hanneke Fatima Aicha Emine Ayse Hatice Samira Naima Priya"
)
MEN = _words(
    "Johannes=Jan Jan Cornelis=Kees Hendrik=Henk Willem=Wim Petrus=Piet Antonius=Ton Jacobus=Jaap"
    " Gerardus=Gerard Adrianus=Ad Pieter=Piet Theodorus=Theo Lambertus=Bert Albertus=Bert Nicolaas=Klaas"
    " Franciscus=Frans Wilhelmus=Wim Martinus=Martin Leonardus=Leo Marinus=Rinus Gerrit Dirk Arie"
    " Klaas Sjoerd Hans Peter Rob Ronald Marcel Erik Paul Frank Richard Michel Dennis Mark Jeroen Bas"
    " Thomas Tim Daan Lucas Sem Bram Jesse Stijn Ruben Lars Niels Thijs Rutger Maarten Wouter Joost"
    " Koen Sander Mohamed Ahmed Mustafa Mehmet Ali Hassan Youssef Ibrahim Raj Wei Piotr Tomasz"
)
