# aiguillage fiche: what the person takes away, as text and as a message; aiguillage poste.
. "$SRCDIR/tests/lib/cli.sh"
prepare

run fiche S015 --commune Tarare --besoin papiers
exits 0
for fact in 'France services Pimms Médiation Amplepuis' 'Place de la Gare' '69550 Amplepuis' \
	'04 74 63 25 94' 'lundi : de 6h à 14h' 'Train : Tarare → Amplepuis' \
	'Je voudrais de l’aide pour faire une démarche administrative' 'C’est gratuit.' \
	'Fiche faite le 24 novembre 2026'; do
	out_has "$fact"
done
fits 'texte' 80
is_clean 'texte'

# hours known for certain, no holiday near: what is a year old is still not to be trusted
now=$AIGUILLAGE_MAINTENANT
AIGUILLAGE_MAINTENANT=2024-09-02T10:00
run fiche S015
ok 'nothing to phone for' prints_nothing grep 'Téléphonez avant' "$dir/out"
AIGUILLAGE_MAINTENANT=2026-09-02T10:00
run fiche S015
out_has 'Téléphonez avant de vous déplacer.'
out_has 'Ces informations datent de 2024.'
run fiche S015 --rdv 2026-09-03T10:00
ok 'nothing to phone for' prints_nothing grep -e 'Téléphonez avant' -e 'Ces informations datent' "$dir/out"
AIGUILLAGE_MAINTENANT=$now

# one of the dates is a public holiday, in more than a month; what sources write begins with a capital
run fiche S008
out_has 'vendredi 1er janvier : de 17h à 19h'
out_has 'Attention : le vendredi 1er janvier est un jour férié.'
run fiche S047
out_has 'À la demande, par téléphone'

run fiche S015 --langue arabe
exits 0 'two languages'
out_has 'Quand – متى'
run fiche S015 --langue uk --simple
out_has 'Je demande – До кого звернутися'
run fiche S015 --langue en --besoin papiers
out_has 'I would like help with official forms and paperwork.'
run fiche S015 --langue es --besoin papiers
out_has 'Necesito ayuda para hacer trámites y papeles.'
run fiche S015 --langue pt --besoin papiers
out_has 'Preciso de ajuda para tratar de documentos'

run fiche S015 --langue uk --besoin papiers
out_has 'Мені потрібна допомога, щоб оформити офіційні документи.'
run fiche S015 --langue ro --besoin papiers
out_has 'Am nevoie de ajutor ca să fac acte'
# the letters of Dari that do not join stay apart, and French words among them are whole
run fiche S008 --langue prs
ok 'Dari keeps what separates its letters' grep -q "$(printf 'تاریخ\342\200\214های')" "$dir/out"
run fiche S047 --langue ar
ok 'French between « » is isolated' grep -q "$(printf '\342\201\246« conseiller')" "$dir/out"

# what the vocabulary says by its codes: nobody is received there, only on appointment, whom to ask for
run ajouter lieu --champ 'nom=Plateforme' --champ commune=Tarare --champ 'adresse=1 rue de la Gare'
place=$(printf '%s\n' "$out" | grep -o 'local-[0-9a-f]*' | head -n 1)
run ajouter offre --lieu "$place" --champ 'nom=Aide' --champ "modalites_acces=Ce lieu n'accueille pas de public" \
	--champ 'dispositifs=Conseillers numériques'
offer=$(printf '%s\n' "$out" | grep -o 'local-[0-9a-f]*' | head -n 1)
run fiche "$offer"
out_has 'Par téléphone ou par internet'
out_has 'Le conseiller numérique'
ok 'nowhere to go' prints_nothing grep 'rue de la Gare' "$dir/out"
run ajouter offre --lieu "$place" --champ 'nom=Rendez-vous' --champ 'modalites_acces=Prendre un RDV en ligne'
offer=$(printf '%s\n' "$out" | grep -o 'local-[0-9a-f]*' | head -n 1)
run fiche "$offer"
out_has 'Il faut prendre rendez-vous.'

run fiche S015 --sms
is 'a message is one line' "$(printf '%s\n' "$out" | wc -l)" 1
is_clean 'sms'
run fiche S015 S050
out_has '06 11 96 53 90'

run fiche S015 --rdv 2026-12-04T14:00
out_has 'Rendez-vous le vendredi 4 décembre, à 14h'
run fiche S015 --rdv vendredi
exits 2
printf 'Venir avec la carte' | "$PROG" fiche S015 --note - >"$dir/out"
ok 'a note comes by the standard input' grep -q 'Venir avec la carte' "$dir/out"
run fiche S015 --note 'Venir avec la carte'
exits 2 'a text that others could read among the arguments'
err_has 'entrée standard'
run fiche S015 --langue klingon
exits 2
err_has 'arabe'
# what would have no effect is refused
for options in --gros '--format a5' --choix '--sms --texte' '--sms --imprimer' '--texte --gros --imprimer' \
	"--texte --pdf $dir/x.pdf" "--sms --pdf $dir/x.pdf"; do
	run fiche S015 $options
	exits 2 "$options"
done
run fiche
exits 2
run fiche inconnu
exits 1

run poste --fonction 'conseillère numérique' --lieu 'France Services' --telephone 0474632594
exits 0
out_has 'Téléphone : 04 74 63 25 94'
run fiche S015
out_has 'conseillère numérique, France Services, 04 74 63 25 94'
run poste --effacer
out_has 'Fonction : non renseigné'
run poste autre
exits 2
done_testing
