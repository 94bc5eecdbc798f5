"""The names of countries that officials write, beside those that Unicode's CLDR has: facts for `places`, no more.

Short and official names are those of ISO 3166 and the United Nations' M49, former states those of ISO 3166-3;
demonyms and other wordings are what sanctions lists print, with the misprints that they repeat.
"""

WORDINGS = """
ac asc: Ascension Island
ad and: Andorra; Andorran; Principality of Andorra
ae are: United Arab Emirates; UAE; Emirati; Emirian
af afg: Afghanistan; Afghan; Afghani; Islamic Republic of Afghanistan; Islamic Emirate of Afghanistan; Afgan
ag atg: Antigua and Barbuda; Antigua; Antiguan; Barbudan
ai aia: Anguilla
al alb: Albania; Albanian; Republic of Albania
am arm: Armenia; Armenian; Republic of Armenia
ao ago: Angola; Angolan; Republic of Angola
aq ata: Antarctica
ar arg: Argentina; Argentine; Argentinian; Argentinean; Argentine Republic
as asm: American Samoa; American Samoan
at aut: Austria; Austrian; Republic of Austria
au aus: Australia; Australian; Commonwealth of Australia
aw abw: Aruba; Aruban
ax ala: Åland Islands; Åland
az aze: Azerbaijan; Azerbaijani; Azeri; Republic of Azerbaijan
az-nk: Nagorno-Karabakh; Artsakh; Republic of Artsakh
ba bih: Bosnia and Herzegovina; Bosnia; Bosnia Herzegovina; Bosnia-Hercegovina; Bosnian;
    Republic of Bosnia and Herzegovina
bb brb: Barbados; Barbadian
bd bgd: Bangladesh; Bangladeshi; People's Republic of Bangladesh
be bel: Belgium; Belgian; Kingdom of Belgium
bf bfa hv hvbf: Burkina Faso; Burkinabe; Upper Volta; Republic of Upper Volta
bg bgr: Bulgaria; Bulgarian; Republic of Bulgaria
bh bhr: Bahrain; Bahraini; Kingdom of Bahrain
bi bdi: Burundi; Burundian; Republic of Burundi
bj ben dy dybj: Benin; Beninese; Republic of Benin; Dahomey
bl blm: Saint Barthélemy
bm bmu: Bermuda; Bermudian
bn brn: Brunei; Bruneian; Brunei Darussalam
bo bol: Bolivia; Bolivian; Plurinational State of Bolivia
bq bes: Caribbean Netherlands; Bonaire, Sint Eustatius and Saba
br bra: Brazil; Brazilian; Federative Republic of Brazil
bs bhs: Bahamas; Bahamas, The; Bahamian; Commonwealth of the Bahamas
bt btn: Bhutan; Bhutanese; Kingdom of Bhutan
bv bvt: Bouvet Island
bw bwa: Botswana; Botswanan; Motswana; Batswana; Republic of Botswana
by blr: Belarus; Belarusian; Belarussian; Belorussian; Byelorussian; Republic of Belarus; Belorussia; Byelorussia;
    Belrus; Республика Беларусь; Рэспубліка Беларусь; Республіка Білорусь; Белоруссия; Білорусія; Republika Białorusi;
    Baltarusijos Respublika
bz blz: Belize; Belizean; British Honduras
ca can: Canada; Canadian
cc cck: Cocos (Keeling) Islands
cd cod: DR Congo; DRC; RDC; Democratic Republic of the Congo; Democratic Republic of Congo;
    Congo (Democratic Republic); République démocratique du Congo
cf caf: Central African Republic; Central African
cg cog: Congo-Brazzaville; Congo; Republic of the Congo; Republic of Congo; Congo (Republic); République du Congo
ch che: Switzerland; Swiss; Swiss Confederation
ci civ: Côte d'Ivoire; Ivory Coast; Ivorian; Ivoirian; Republic of Côte d'Ivoire
ck cok: Cook Islands
cl chl: Chile; Chilean; Republic of Chile
cm cmr: Cameroon; Cameroonian; Republic of Cameroon
cn chn: China; Chinese; People's Republic of China; PRC; P.R. China; КНР; Китайская Народная Республика;
    Кітайская Народная Рэспубліка; Китайська Народна Республіка
cn-xz: Tibet; Tibet Autonomous Region
co col: Colombia; Colombian; Republic of Colombia
cp cpt: Clipperton Island; Clipperton
cq crq: Sark
cr cri: Costa Rica; Costa Rican; Republic of Costa Rica
cshh csk: Czechoslovakia; Czechoslovak; Czechoslovakian; Czechoslovak Socialist Republic; Czechoslovak Republic;
    Czech and Slovak Federative Republic; Československo; ČSSR; Чехословакия
csxx scg: Serbia and Montenegro; Serbia & Montenegro; State Union of Serbia and Montenegro; Сербия и Черногория
cu cub: Cuba; Cuban; Republic of Cuba
cv cpv: Cape Verde; Cabo Verde; Cape Verdean; Cabo Verdean; Republic of Cabo Verde
cw cuw: Curaçao
cx cxr: Christmas Island
cy cyp: Cyprus; Cypriot; Republic of Cyprus
cy-trnc: Northern Cyprus; Turkish Republic of Northern Cyprus; TRNC
cz cze: Czechia; Czech Republic; Czech
dd ddr ddde: East Germany; German Democratic Republic; GDR; DDR; East German; Deutsche Demokratische Republik; ГДР;
    Германская Демократическая Республика
de deu: Germany; German; Federal Republic of Germany; FRG; West Germany; Bundesrepublik Deutschland; ФРГ;
    Федеративная Республика Германия
dg dga: Diego Garcia
dj dji: Djibouti; Djiboutian; Republic of Djibouti
dk dnk: Denmark; Danish; Kingdom of Denmark
dm dma: Dominica; Commonwealth of Dominica
do dom: Dominican Republic
dz dza: Algeria; Algerian; People's Democratic Republic of Algeria
ec ecu: Ecuador; Ecuadorian; Ecuadorean; Republic of Ecuador
ee est: Estonia; Estonian; Republic of Estonia; Eesti
eg egy: Egypt; Egyptian; Arab Republic of Egypt
eh esh: Western Sahara; Sahrawi Arab Democratic Republic; Sahrawi Republic
er eri: Eritrea; Eritrean; State of Eritrea
es esp: Spain; Spanish; Kingdom of Spain
et eth: Ethiopia; Ethiopian; Federal Democratic Republic of Ethiopia
eu: European Union; EU; Евросоюз
fi fin: Finland; Finnish; Republic of Finland; Suomi
fj fji: Fiji; Fijian; Republic of Fiji; Republic of the Fiji Islands; Fiji Islands
fk flk: Falkland Islands; Falkland Islands (Malvinas); Falklands
fm fsm: Micronesia; Micronesian; Federated States of Micronesia
fo fro: Faroe Islands; Faeroe Islands; Faroese; Faroes
fr fra fx fxx fxfr: France; French; French Republic; République française
ga gab: Gabon; Gabonese; Gabonese Republic
gb gbr uk: United Kingdom; UK; British; Britain; Great Britain; United Kingdom of Great Britain;
    United Kingdom of Great Britain and Northern Ireland; England
gb-nir: Northern Ireland; Northern Irish
gb-sct: Scotland; Scottish
gb-wls: Wales; Welsh
gd grd: Grenada; Grenadian
ge geo: Georgia; Georgian; Republic of Georgia
ge-ab: Abkhazia (occupied Georgia); Abkhazia; Republic of Abkhazia; Autonomous Republic of Abkhazia
gf guf: French Guiana; French Guyana
gg ggy: Guernsey; Bailiwick of Guernsey
gh gha: Ghana; Ghanaian; Republic of Ghana
gi gib: Gibraltar; Gibraltarian
gl grl: Greenland
gm gmb: Gambia; Gambia, The; Gambian; Republic of the Gambia
gn gin: Guinea; Guinean; Republic of Guinea; Guinea-Conakry
gp glp: Guadeloupe
gq gnq: Equatorial Guinea; Equatorial Guinean; Equatoguinean; Republic of Equatorial Guinea; Guinea, Equatorial
gr el grc: Greece; Greek; Hellenic Republic
gs sgs: South Georgia and the South Sandwich Islands; South Georgia and South Sandwich Islands
gt gtm: Guatemala; Guatemalan; Republic of Guatemala
gu gum: Guam
gw gnb: Guinea-Bissau; Bissau-Guinean; Guinea-Bissauan; Republic of Guinea-Bissau
gy guy: Guyana; Guyanese; Co-operative Republic of Guyana; Cooperative Republic of Guyana; Republic of Guyana;
    British Guiana
hk hkg: Hong Kong; Hongkong; Hong Kong SAR; Hong Kong, China; Hong Kong Special Administrative Region;
    China, Hong Kong Special Administrative Region; Hong Kong Special Administrative Region of China;
    Hong Kong Special Administrative Region of the People's Republic of China; China, Hong Kong SAR
hm hmd: Heard Island and McDonald Islands; Heard and McDonald Islands
hn hnd: Honduras; Honduran; Republic of Honduras
hr hrv: Croatia; Croatian; Croat; Republic of Croatia; Hrvatska
ht hti: Haiti; Haitian; Republic of Haiti
hu hun: Hungary; Hungarian; Republic of Hungary; Magyarország
ic: Canary Islands
id idn: Indonesia; Indonesian; Republic of Indonesia
ie irl: Ireland; Irish; Republic of Ireland; Éire
il isr: Israel; Israeli; State of Israel
im imn: Isle of Man; Manx
in ind: India; Indian; Republic of India
io iot: British Indian Ocean Territory
ip: Cyberspace
iq irq: Iraq; Iraqi; Republic of Iraq
iq-kr: Iraqi Kurdistan; Kurdistan Region of Iraq; Kurdistan Region, Iraq
ir irn: Iran; Iranian; Islamic Republic of Iran
is isl: Iceland; Icelandic; Republic of Iceland
it ita: Italy; Italian; Italian Republic; Republic of Italy
je jey: Jersey
jm jam: Jamaica; Jamaican
jo jor: Jordan; Jordanian; Hashemite Kingdom of Jordan
jp jpn: Japan; Japanese
ke ken: Kenya; Kenyan; Republic of Kenya
kg kgz: Kyrgyzstan; Kyrgyz; Kyrgyz Republic; Kyrgyzstani; Kirghizia; Kirgizia; Kirgizstan; Republic of Kyrgyzstan;
    Кыргызская Республика; Киргизская Республика
kh khm: Cambodia; Cambodian; Kingdom of Cambodia; Kampuchea
ki kir: Kiribati; I-Kiribati; Republic of Kiribati
km com: Comoros; Comorian; Comoran; Union of the Comoros
kn kna: Saint Kitts and Nevis; St Kitts and Nevis; St. Kitts & Nevis; Saint Kitts & Nevis; Saint Christopher and Nevis;
    St Christopher and Nevis; Federation of Saint Kitts and Nevis; Federation of Saint Christopher and Nevis; Kittitian
kp prk: North Korea; DPRK; RPDC; DPR Korea; North Korean; Korea, North; Korea (the Democratic People's Republic of);
    Democratic People's Republic of Korea; Democratic People's Republic of Korea (DPRK);
    Democratic Peoples Republic of Korea; Корейская Народно-Демократическая Республика; Северная Корея
kr kor: South Korea; South Korean; Korea, South; Republic of Korea; Южная Корея
kw kwt: Kuwait; Kuwaiti; State of Kuwait
ky cym: Cayman Islands; The Caymans; Caymanian
kz kaz: Kazakhstan; Kazakh; Kazakhstani; Kazak; Kazakstan; Republic of Kazakhstan; Республика Казахстан
la lao: Laos; Laotian; Lao People's Democratic Republic; Lao PDR; Laos People's Democratic Republic;
    People's Democratic Republic of Laos
lb lbn: Lebanon; Lebanese; Lebanese Republic; Southern Lebanon; South Lebanon; Republic of Lebanon
lc lca: Saint Lucia; St Lucia; Saint Lucian; St Lucian
li lie: Liechtenstein; Liechtensteiner; Principality of Liechtenstein
lk lka: Sri Lanka; Sri Lankan; Democratic Socialist Republic of Sri Lanka; Ceylon
lr lbr: Liberia; Liberian; Republic of Liberia
ls lso: Lesotho; Basotho; Mosotho; Kingdom of Lesotho
lt ltu: Lithuania; Lithuanian; Republic of Lithuania; Lietuvos Respublika; Литовская Республика
lu lux: Luxembourg; Luxembourger; Luxembourgish; Grand Duchy of Luxembourg
lv lva: Latvia; Latvian; Republic of Latvia; Латвийская Республика
ly lby: Libya; Libyan; State of Libya; Libyan Arab Jamahiriya; Socialist People's Libyan Arab Jamahiriya;
    Libyan Arab Republic
ma mar: Morocco; Moroccan; Kingdom of Morocco
mc mco: Monaco; Monegasque; Monacan; Principality of Monaco
md mda: Moldova; Moldovan; Moldavian; Moldavia; Republic of Moldova; Молдавия; Республика Молдова
md-pmr: Transnistria; Transdniestria; Pridnestrovie; Pridnestrovian Moldavian Republic; Приднестровье;
    Приднестровская Молдавская Республика
me mne: Montenegro; Montenegrin; Republic of Montenegro
mf maf: Saint Martin; Saint Martin (the French part)
mg mdg: Madagascar; Malagasy; Madagascan; Republic of Madagascar
mh mhl: Marshall Islands; Marshallese; Republic of the Marshall Islands; Republic of Marshall Islands
mk mkd: North Macedonia; Macedonia; Macedonian; North Macedonian; Republic of North Macedonia;
    North Macedonia, The Republic of; Republic of Macedonia; The Former Yugoslav Republic of Macedonia;
    Macedonia, The Former Yugoslav Republic of; FYROM; FYR Macedonia; FYR of Macedonia
ml mli: Mali; Malian; Republic of Mali; Northern Mali
mm mmr bu bur bumm: Myanmar; Burma; Burmese; Myanma; Union of Myanmar; Republic of the Union of Myanmar;
    Union of Burma; Birmanie; Мьянма; Бирма; Бірма; М'янма
mn mng: Mongolia; Mongolian
mo mac: Macao; Macau; Macanese; Macao SAR; Macau SAR; Macao Special Administrative Region;
    Macau Special Administrative Region; China, Macao Special Administrative Region; China, Macao SAR;
    Macao Special Administrative Region of China;
    Macao Special Administrative Region of the People's Republic of China; Macao, China; Macau, China
mp mnp: Northern Mariana Islands
mq mtq: Martinique
mr mrt: Mauritania; Mauritanian; Islamic Republic of Mauritania
ms msr: Montserrat
mt mlt: Malta; Maltese; Republic of Malta
mu mus: Mauritius; Republic of Mauritius
mv mdv: Maldives; Maldivian; Republic of Maldives
mw mwi: Malawi; Malawian; Republic of Malawi
mx mex: Mexico; Mexican; United Mexican States
my mys: Malaysia; Malaysian
mz moz: Mozambique; Mozambican; Republic of Mozambique
na nam: Namibia; Namibian; Republic of Namibia; South West Africa
nc ncl: New Caledonia
ne ner: Niger; Nigerien; Republic of the Niger; Republic of Niger
nf nfk: Norfolk Island
ng nga: Nigeria; Nigerian; Federal Republic of Nigeria
ni nic: Nicaragua; Nicaraguan; Republic of Nicaragua
nl nld an ant anhh: Netherlands; Dutch; Netherlander; Holland; Kingdom of the Netherlands; Netherlands Antilles
no nor: Norway; Norwegian; Kingdom of Norway
np npl: Nepal; Nepalese; Nepali; Federal Democratic Republic of Nepal
nr nru: Nauru; Nauruan; Republic of Nauru
nu niu: Niue
nz nzl: New Zealand; New Zealander
om omn: Oman; Omani; Sultanate of Oman
pa pan: Panama; Panamanian; Republic of Panama
pe per: Peru; Peruvian; Republic of Peru
pf pyf: French Polynesia
pg png: Papua New Guinea; Papua New Guinean; Independent State of Papua New Guinea
ph phl: Philippines; Filipino; Filipina; Philippine; Republic of the Philippines; Phillipines
pk pak: Pakistan; Pakistani; Islamic Republic of Pakistan
pk-km: Azad Kashmir; Azad Jammu and Kashmir; Pakistan-administered Kashmir; Pakistani Kashmir
pl pol: Poland; Polish; Republic of Poland; Rzeczpospolita Polska; Республика Польша
pm spm: Saint Pierre and Miquelon; St Pierre and Miquelon; Saint Pierre & Miquelon
pn pcn: Pitcairn Islands; Pitcairn, Henderson, Ducie and Oeno Islands
pr pri: Puerto Rico; Puerto Rican
ps pse: Palestine; Palestinian; State of Palestine; Palestinian Authority; Palestinian National Authority;
    Palestinian Territories; Palestinian Territory; Palestinian Territory, Occupied; Palestinian Territories, Occupied;
    Occupied Palestinian Territories; Occupied Palestinian Territory; Gaza; Gaza Strip; North Gaza; Northern Gaza;
    West Bank; West Bank and Gaza; Палестина; Палестинская автономия; Государство Палестина; Палестына; Palestyna
pt prt: Portugal; Portuguese; Portuguese Republic
pw plw: Palau; Palauan; Republic of Palau
py pry: Paraguay; Paraguayan; Republic of Paraguay
qa qat: Qatar; Qatari; Qatarian; State of Qatar
re reu: Réunion
ro rou rom: Romania; Romanian
rs srb: Serbia; Serbian; Serb; Republic of Serbia; Srbija
ru rus: Russia; Russian; Russian Federation; Russia Federation; Российская Федерация; РФ; Расійская Федэрацыя;
    Російська Федерація; Federacja Rosyjska; Rusijos Federacija; Fédération de Russie; Russische Föderation;
    Federazione russa; Federación de Rusia; Federación Rusa; Federação Russa
rw rwa: Rwanda; Rwandan; Rwandese; Republic of Rwanda
sa sau: Saudi Arabia; Saudi; Saudi Arabian; Kingdom of Saudi Arabia; KSA
sb slb: Solomon Islands; Solomon Islander
sc syc: Seychelles; Seychellois; Republic of Seychelles
sd sdn: Sudan; Sudanese; Republic of the Sudan; Republic of Sudan; Sundan
se swe: Sweden; Swedish; Swede; Kingdom of Sweden
sg sgp: Singapore; Singaporean; Republic of Singapore
sh shn: Saint Helena; St Helena; Saint Helena, Ascension and Tristan da Cunha;
    St Helena, Ascension and Tristan da Cunha
si svn: Slovenia; Slovenian; Slovene; Republic of Slovenia
sj sjm: Svalbard and Jan Mayen; Svalbard
sk svk: Slovakia; Slovak; Slovakian; Slovak Republic
sl sle: Sierra Leone; Sierra Leonean; Republic of Sierra Leone
sm smr: San Marino; Sammarinese; San Marinese; Republic of San Marino
sn sen: Senegal; Senegalese; Republic of Senegal
so som: Somalia; Somali; Somalian; Federal Republic of Somalia; Somali Republic
so-som: Somaliland; Republic of Somaliland
sr sur: Suriname; Surinam; Surinamese; Republic of Suriname
ss ssd: South Sudan; South Sudanese; Republic of South Sudan; Southern Sudan
st stp: São Tomé and Príncipe; Sao Tome & Principe; Sao Tomean; Democratic Republic of Sao Tome and Principe
suhh su sun bys byaa: Soviet Union; USSR; Soviet; Union of Soviet Socialist Republics; RSFSR; СССР;
    Союз Советских Социалистических Республик; Советский Союз; Радянський Союз; Савецкі Саюз; СРСР; ZSRR;
    Związek Radziecki; URSS; Sowjetunion; Union soviétique; TSRS; Sovietų Sąjunga; РСФСР; БССР; УССР; УРСР
sv slv: El Salvador; Salvadoran; Salvadorean; Salvadorian; Republic of El Salvador
sx sxm: Sint Maarten; Sint Maarten (Dutch part); St Maarten
sy syr: Syria; Syrian; Syrian Arab Republic
sz swz: Eswatini; Swaziland; Swazi; Kingdom of Eswatini; Kingdom of Swaziland
ta: Tristan da Cunha
tc tca: Turks and Caicos Islands; Turks and Caicos; Turks & Caicos
td tcd: Chad; Chadian; Republic of Chad
tf atf: French Southern Territories; French Southern and Antarctic Lands
tg tgo: Togo; Togolese; Togolese Republic
th tha: Thailand; Thai; Kingdom of Thailand
tj tjk: Tajikistan; Tajik; Tajikistani; Tadjikistan; Tadzhikistan; Tadjik; Republic of Tajikistan;
    Республика Таджикистан
tk tkl: Tokelau
tl tls tp tmp tptl: Timor-Leste; East Timor; Timorese; East Timorese; Democratic Republic of Timor-Leste;
    Democratic Republic of East Timor
tm tkm: Turkmenistan; Turkmen; Turkmenistani; Turkmeniya; Туркмения
tn tun: Tunisia; Tunisian; Republic of Tunisia
to ton: Tonga; Tongan; Kingdom of Tonga
tr tur: Türkiye; Turkey; Turkish; Republic of Türkiye; Republic of Turkey
tt tto: Trinidad and Tobago; Trinidad & Tobago; Trinidad; Tobago; Trinidadian; Tobagonian;
    Republic of Trinidad and Tobago
tv tuv: Tuvalu; Tuvaluan
tw twn: Taiwan; Taiwanese; Taiwan, Province of China; Taiwan, China; Taiwan, Republic of China; Republic of China;
    Chinese Taipei
tz tza: Tanzania; Tanzanian; United Republic of Tanzania
ua ukr: Ukraine; Ukrainian; Ukranian
ua-cri: Crimea (occupied Ukraine); Crimea; Republic of Crimea; Autonomous Republic of Crimea; Crimea Region of Ukraine;
    Крым; Республика Крым; Крим; Автономна Республіка Крим
ua-dpr: Donetsk (occupied Ukraine); Donetsk People's Republic; Донецкая Народная Республика;
    Донецька Народна Республіка; ДНР
ua-lpr: Luhansk (occupied Ukraine); Luhansk People's Republic; Lugansk People's Republic;
    Луганская Народная Республика; Луганська Народна Республіка; ЛНР
ug uga: Uganda; Ugandan; Republic of Uganda
um umi: U.S. Outlying Islands; United States Minor Outlying Islands; U.S. Minor Outlying Islands
un: United Nations; United Nations Organization; United Nations Organisation
us usa: United States; US; USA; American; United States of America; Соединенные Штаты Америки; Сполучені Штати Америки;
    США; ЗША
uy ury: Uruguay; Uruguayan; Eastern Republic of Uruguay; Oriental Republic of Uruguay
uz uzb: Uzbekistan; Uzbek; Uzbekistani; Uzbekhistan; Republic of Uzbekistan; Республика Узбекистан
va vat: Holy See; Vatican City; Vatican; Vatican City State; Holy See (Vatican City State); State of the Vatican City
vc vct: Saint Vincent and the Grenadines; St Vincent and the Grenadines; St. Vincent & the Grenadines;
    Saint Vincent & the Grenadines; St Vincent and Grenadines; Saint Vincent and Grenadines; Vincentian
ve ven: Venezuela; Venezuelan; Bolivarian Republic of Venezuela; Republic of Venezuela
vg vgb: British Virgin Islands; Virgin Islands, British; BVI
vi vir: U.S. Virgin Islands; United States Virgin Islands; Virgin Islands, U.S.; Virgin Islands, United States;
    Virgin Islands of the United States
vn vnm: Vietnam; Viet Nam; Vietnamese; Socialist Republic of Vietnam; Socialist Republic of Viet Nam;
    Democratic Republic of Vietnam; North Vietnam
vu vut nh nhvu: Vanuatu; Vanuatuan; Ni-Vanuatu; Republic of Vanuatu; New Hebrides
wf wlf: Wallis and Futuna; Wallis and Futuna Islands
ws wsm: Samoa; Samoan; Western Samoa; Independent State of Samoa
x-so: South Ossetia (occupied Georgia); South Ossetia; Republic of South Ossetia; Southern Ossetia
xk xkx: Kosovo; Kosovar; Kosovan; Republic of Kosovo; Kosova
ye yem yd ymd ydye: Yemen; Yemeni; Yemenite; Republic of Yemen; Yemen Arab Republic;
    People's Democratic Republic of Yemen; North Yemen; South Yemen
yt myt: Mayotte
yucs yu yug: Yugoslavia; Yugoslav; Yugoslavian; Socialist Federal Republic of Yugoslavia;
    Federal Republic of Yugoslavia; SFR Yugoslavia; FR Yugoslavia; SFRY; FRY; Jugoslavija; Югославия; Югославія
za zaf: South Africa; South African; Republic of South Africa
zm zmb: Zambia; Zambian; Republic of Zambia; Northern Rhodesia
zr zar zrcd: Zaire; Republic of Zaire; Zairian; Zairean
zw zwe rh rhzw: Zimbabwe; Zimbabwean; Republic of Zimbabwe; Southern Rhodesia; Rhodesia
zz: Global; Worldwide
"""
"""A country a line, or several where the next ones are indented: its code, further codes for it, «:», its names
between semicolons, of which the first is its short name in English. «Republic of X» is «X, Republic of» too.
"""
