#!/bin/sh
# Sheets and booklets to be looked at, in the folder `samples` of the build tree:  make samples
set -e
mkdir -p samples
cd samples
base=$(mktemp -d)
trap 'rm -rf "$base"' EXIT
AIGUILLAGE_BASE=$base AIGUILLAGE_MAINTENANT=2026-11-24T10:00 SOURCE_DATE_EPOCH=1700000000
export AIGUILLAGE_BASE AIGUILLAGE_MAINTENANT SOURCE_DATE_EPOCH
"$PROG" poste --fonction 'conseillère numérique' --lieu 'France Services' --telephone 0474632594 >/dev/null

# sheet NAME ARG…: in French, simple, Arabic and Ukrainian, on A4 and on A5
sheet() {
	name=$1
	shift
	for paper in a4 a5; do
		"$PROG" fiche "$@" --format $paper --pdf "$name-$paper-fr.pdf"
		"$PROG" fiche "$@" --format $paper --simple --pdf "$name-$paper-simple.pdf"
		"$PROG" fiche "$@" --format $paper --langue ar --pdf "$name-$paper-ar.pdf"
		"$PROG" fiche "$@" --format $paper --langue uk --pdf "$name-$paper-uk.pdf"
	done
}

# the five people of tests/tui/test_recherche.c
sheet bibost S047 --commune Bibost --besoin papiers
sheet chasselay S008 --commune 69049 --besoin 'information jeunesse'
sheet tarare S058 --commune Tarare --besoin bases --papiers 'Attestation RSA'
sheet thizy S048 --commune 69248
sheet poule S050 --commune Poule
# an office with its week; an appointment
sheet semaine S015 --commune Tarare --besoin papiers
sheet rendez-vous S015 --commune Tarare --besoin papiers --rdv 2026-12-04T14:30
"$PROG" fiche S015 --commune Tarare --gros --pdf gros.pdf
"$PROG" fiche S015 S017 S047 --choix --commune Tarare --pdf choix.pdf
"$PROG" fiche S015 S017 S047 --choix --gros --commune Tarare --pdf choix-gros.pdf
"$PROG" fiche S015 S017 S047 --choix --langue ar --commune Tarare --pdf choix-ar.pdf
"$PROG" annuaire-papier --pdf annuaire.pdf
"$PROG" annuaire-papier --livret --pdf annuaire-a-plier.pdf
"$PROG" annuaire-papier --gros --pdf annuaire-gros.pdf
command -v pdftoppm >/dev/null || exit 0
rm -f ./*.png
for pdf in *.pdf; do
	pdftoppm -r 60 -png "$pdf" "${pdf%.pdf}"
done
