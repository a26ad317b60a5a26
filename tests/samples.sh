#!/bin/sh
# Sheets and a booklet to be looked at, in the folder `samples` of the build tree:  make samples
set -e
mkdir -p samples
cd samples
base=$(mktemp -d)
trap 'rm -rf "$base"' EXIT
AIGUILLAGE_BASE=$base AIGUILLAGE_MAINTENANT=2026-11-24T10:00 SOURCE_DATE_EPOCH=1700000000
export AIGUILLAGE_BASE AIGUILLAGE_MAINTENANT SOURCE_DATE_EPOCH
"$PROG" poste --fonction 'conseillère numérique' --lieu 'France Services' --telephone 0474632594 >/dev/null

# sheet NAME ARG…: in French, simple, Arabic and Ukrainian
sheet() {
	name=$1
	shift
	"$PROG" fiche "$@" --pdf "$name-fr.pdf"
	"$PROG" fiche "$@" --simple --pdf "$name-simple.pdf"
	"$PROG" fiche "$@" --langue ar --pdf "$name-ar.pdf"
	"$PROG" fiche "$@" --langue uk --pdf "$name-uk.pdf"
}

sheet papiers S015 --commune Tarare --besoin papiers
sheet conseiller S047 --commune Bibost --rdv 2026-12-04T14:30
sheet jeunesse S005 --commune Amplepuis --besoin 'information jeunesse'
sheet rsa S058 --commune "L'Arbresle" --besoin emploi
sheet itinerant S050 --commune Cours
"$PROG" fiche S015 --gros --pdf gros.pdf
"$PROG" fiche S015 --format a5 --pdf a5.pdf
"$PROG" fiche S015 S017 S047 --choix --commune Tarare --pdf choix.pdf
"$PROG" annuaire-papier --pdf annuaire.pdf
"$PROG" annuaire-papier --livret --pdf annuaire-a-plier.pdf
command -v pdftoppm >/dev/null || exit 0
for pdf in *.pdf; do
	pdftoppm -r 60 -png -l 12 "$pdf" "${pdf%.pdf}"
done
