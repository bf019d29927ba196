"""The words that the entity rules know. Data only; lookups are by the form that each set says.

Names of places, peoples and currencies are in `tables`.
"""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """A set of words from a readable list."""
    return frozenset(text.split())


HONORIFICS = words("""
mr mr. mrs mrs. ms ms. miss mx dr dr. prof prof. sir dame lord lady rev rev. reverend fr. hon. hon honourable
honorable shri sri smt smt. sheikh sheik shaikh imam ayatollah mullah maulana pope king queen prince princess emperor
empress sultan emir baroness baron duke duchess earl amir crown auntie aunty sayyid syed ustaz datuk datin seri tan
tun gen gen. lt lt. col col. capt capt. cpl. sgt sgt. maj maj. adm adm. brig brig. pvt. cmdr. sen sen. sens. rep rep.
reps. gov gov. supt alhaji haji hajia mme monsieur madame señor
""")
"""Before a name, whatever comes between them."""
OFFICES = words("""
president vice-president minister secretary secretary-general chancellor premier senator governor mayor ambassador
envoy chairman chairwoman chairperson chair director director-general commissioner judge justice magistrate general
colonel captain major sergeant corporal lieutenant admiral marshal brigadier commander inspector superintendent
detective officer constable sheriff ranger magistrates professor spokesman spokeswoman spokesperson speaker adviser
advisor aide representative congressman congresswoman councillor councilman councilwoman coach manager archbishop
bishop cardinal pastor rabbi mufti ceo coo cfo mp mps attorney solicitor prosecutor lawmaker lawyer leader prime
economist analyst author actor actress singer rapper journalist editor correspondent reporter photographer writer poet
novelist historian scientist researcher doctor surgeon nurse engineer architect astronaut cosmonaut pilot founder
co-founder activist campaigner candidate nominee counterpart successor predecessor striker midfielder defender
goalkeeper winger skipper batsman bowler all-rounder quarterback forward driver golfer cyclist sprinter boxer swimmer
runner champion teammate father mother son daughter wife husband brother sister widow cousin nephew grandson uncle
aunt friend farmer teacher student resident businessman businesswoman entrepreneur billionaire tycoon philanthropist
dictator warlord strongman monarch ruler king cleric preacher evangelist theologian scholar lecturer curator artist
painter sculptor designer composer conductor musician drummer guitarist filmmaker producer comedian presenter
broadcaster anchor host columnist commentator critic expert specialist strategist pollster consultant negotiator
mediator diplomat consul undersecretary under-secretary treasurer trustee fellow president-elect deputy psychologist
psychiatrist epidemiologist virologist biologist physicist chemist geologist meteorologist sociologist anthropologist
archaeologist climatologist ecologist paramedic firefighter policeman policewoman soldier witness
""")
"""Heads of what comes before a name: "President Joe Biden", "spokeswoman Ravina Shamdasani"."""
PLAIN_OFFICES = words("""
father mother son daughter wife husband brother sister widow cousin nephew grandson uncle aunt friend farmer teacher
student resident fellow host chair forward driver champion witness prime major general expert anchor king
""")
"""Offices that stand before other words too often to make a person of a single one."""
RANKS = words("""
vice deputy prime foreign defence defense interior finance home health education justice oil energy environment
agriculture trade transport transportation labour labor acting former interim first chief assistant national security
supreme executive managing senior special attorney lieutenant brigadier major police external internal affairs economy
economic commerce treasury information culture tourism municipalities local government sports sport youth women power
water planning development communications infrastructure industry science technology housing immigration homeland
intelligence parliamentary presidential permanent associate regional federal general joint principal press media
political military army navy opposition majority minority house senate union cabinet crown field air rear super wing
group squadron petty staff financial operating technical sporting head lead honorary emeritus co- ex- then-
""")
"""What may come before an office in its title."""
PORTFOLIOS = words("""
state defence defense foreign affairs interior health finance energy treasury homeland security education justice
labour labor commerce trade transport transportation agriculture environment housing culture tourism sport sports
youth women gender information communication communications science technology industry power petroleum oil gas mines
mining water forestry fisheries lands planning economic economy development cooperation international external
internal home social welfare human rights municipalities communities veterans war works infrastructure exchequer
police staff parliament the and
""")
"""What an office may be of or for: "Minister of Finance and Economic Planning"."""
SUFFIXES = words("jr jr. sr sr. ii iii iv")
PARTICLES = words(
    "bin ibn bint al el ul ur de da di del della dos das du la le van von der den ten ter zu y af av ap e ben abu"
)
"""Written small inside names of people."""
POST_NOMINALS = words("SC KC QC MP MPs MEP MLA MSP TD OBE CBE MBE KBE PhD MD Esq Rtd Retd (Rtd)")
"""As written: after a person's name."""

FUNCTION_WORDS = words("""
a an the in on at by for from with of to into and but or nor so yet if as when while after before since until till
though although because unless whether that this these those his her their its our my your he she it they we you i who
whom whose which what where why how there here no not all any both each every either neither some many most more much
few several such other another one two three four five six seven eight nine ten according about above across against
along amid among around behind below beneath beside besides between beyond despite down during except inside like near
off onto out outside over past per regarding through throughout toward towards under unlike up upon via within without
also even ever just only still then thus too very now again already always never often once soon however meanwhile
moreover furthermore nevertheless nonetheless otherwise instead indeed perhaps maybe yes ok is are was were be been
being am do does did done doing have has had having will would shall should may might must can could let us them him
me last next new old former late early earlier later first second third best worst big good great high low long short
less least than same own read see click watch photo image video file update breaking exclusive opinion analysis
editorial comment letters advertisement share subscribe follow sign related source copyright today yesterday tomorrow
tonight everyone everything nobody nothing someone something anyone anything amongst
""")
"""In lower case: words that are no part of a name when they come first."""
OPENERS = words("""
people police officials authorities experts sources critics supporters opponents protesters residents investors
analysts economists scientists researchers doctors workers students teachers women men children families victims
villagers motorists farmers lawmakers prosecutors lawyers activists leaders voters soldiers troops rebels militants
migrants refugees businesses companies firms schools hospitals shares stocks prices questions answers reports rumour
rumours rumor testing police-men eyewitnesses witnesses locals neighbours neighbors friends relatives parents fans
players coaches organisers organizers campaigners demonstrators
""")
"""In lower case: words that begin sentences and headlines, and alone are no names."""
OPENERS |= {f"{word}s" for word in OFFICES}
NO_NAMES = words("""
COVID COVID-19 Covid Covid-19 covid-19 AI Internet Web Allah God AIDS HIV GDP CEO CFO COO CTO MP MPs PhD TV Mr Mrs Ms
Dr Sir PM DNA UFO IPO VIP CCTV NGO NGOs IT PR HR ID FAQ PDF URL Madam Founder Unlike Indeed However Meanwhile But And
Also Furthermore Moreover Nevertheless Although Read Photo Image Video Advertisement Share Subscribe Click GMT UTC EST
EDT PST PDT BST CET IST AM USD EUR GBP Rs MW SUV LGBT LGBTQ IED MPV FDI CO2 Q1 Q2 Q3 Q4 H1 H2 OK Twitter.com
Facebook.com SMS GPS CNG LPG LNG CD DVD PCR ICU Ebola Zika H1N1 SARS Omicron
""")
"""As written: what a statistical component takes for a name and is none."""

ORGANISATION_HEADS = words("""
Times Post Tribune Herald Gazette Telegraph Ministry Department University College Council Party Association
Federation Confederation Commission Committee Agency Authority Institute Foundation Bank Court Union Airlines Airways
Corporation Corp Corp. Ltd Ltd. Limited Inc Inc. PLC Plc plc LLC GmbH Group Holdings Organization Organisation
Parliament Congress Senate Assembly Board Bureau Institution Alliance Society Academy Secretariat Cabinet Club Company
Co. Enterprises Ventures Partners Capital Labs Technologies Systems Industries Motors Pharmaceuticals Tribunal League
Coalition Movement Front Brigade Brigades Fund Trust Network Office Ministries Chamber Embassy Consulate Army Navy
Police Force Forces Guard Guards Command Directorate Inspectorate Registry Centre Center Service Services Television
Radio Press News Journal Observer Guardian Media Broadcasting Team Squad Orchestra School Church Diocese Archdiocese
Hospital Initiative Programme Program Taskforce Watch International Insurance Petroleum Telecom Communications
Entertainment Pictures Studios Records Consulting Securities Investments Airline Railways Workers Teachers Students
Lawyers Journalists Farmers Nurses Doctors Veterans Congregation Politburo Duma Knesset Bundestag Ombudsman Treasury
Administration Agencies Panel Caucus Conference Partnership Consortium Cooperative
""")
"""As written: last words of organisations' names, or words before "of"."""
WEAK_HEADS = words("""
Times Post Force Forces Guard Guards Command Centre Center Service Services Team Squad School Church Hospital
Initiative Programme Program Watch International Workers Teachers Students Lawyers Journalists Farmers Nurses Doctors
Veterans Administration Conference Capital Partners Records Office Front Guardian Observer Congregation Panel Network
Court Insurance Fund Trust Media Press News Radio Cabinet Police Army Navy Union Company Club Academy Society Group
Treasury
""")
"""Heads that are ordinary words too, or end the names of other things."""
STATE_BODIES = words("""
Ministry Department Parliament Congress Senate Assembly Army Navy Police Embassy Consulate Cabinet Treasury Court
Government Military Force Forces Office Directorate Guard Administration Duma Bureau
""")
"""Heads of state bodies: a people's name before one is a name of its own."""
ORGANISATION_ENDS = words("""
ltd ltd. limited inc inc. corp corp. corporation plc llc gmbh group holdings bank university college institute academy
school ministry department council party association federation confederation committee commission agency authority
foundation union court police army navy airlines airways club f.c. fc company co. enterprises ventures partners
capital labs technologies systems industries motors motor energy pharmaceuticals bureau office secretariat parliament
assembly senate congress cabinet times post tribune herald gazette journal observer guardian telegraph news television
radio media network press organisation organization society league alliance coalition movement front brigade brigades
force forces team squad fund trust board tribunal commerce embassy directorate hospital publications ratings mills bhd
microsystems breweries telecom petroleum hydro studios records online publishers publishing
""")
"""In lower case: a name of several words that ends so is hardly a person or a place."""
FACILITY_ENDS = words("""
airport airfield airbase bridge stadium arena tower towers palace prison jail street avenue road highway expressway
boulevard square plaza station mosque cathedral temple shrine synagogue railway motorway hotel museum castle dam canal
tunnel cemetery monument memorial lighthouse lane abbey monastery observatory courthouse racecourse speedway pier mall
barracks freeway gardens
""")
SURE_FACILITY_ENDS = words("""
airport bridge stadium arena palace prison street avenue road highway boulevard station mosque cathedral temple shrine
synagogue expressway railway motorway hotel museum castle dam canal cemetery monument memorial monastery courthouse
hospital
""")
"""In lower case: they end a place's name even where it begins with a person's."""
REGION_WORDS = words("""
Region Province State City County District Governorate Prefecture Municipality Township Division Territory Oblast
""")
"""As written: part of the name of the place they follow."""
DIRECTIONS = words("""
Northern Southern Eastern Western Central Upper Lower Greater North South East West Northeast Northwest Southeast
Southwest Northeastern Northwestern Southeastern Southwestern
""")
"""As written: part of the name of the place they come before."""
COMPANY_ROLES = words("""
ceo cfo coo cto cpo chief-executive executives founder founders co-founder co-founders shares stock subsidiary
subsidiaries shareholders
""")
"""In lower case: right after a company's name."""
ORGANISATION_NOUNS = words("""
company conglomerate firm agency broadcaster newspaper daily magazine weekly website startup start-up bank airline
carrier retailer manufacturer publisher channel maker giant developer insurer automaker carmaker group subsidiary
militia charity nonprofit watchdog brand supplier lender brokerage consultancy chipmaker drugmaker
""")
"""In lower case: right before an organisation's name."""
PLACE_NOUNS = words("""
province district village county region prefecture city town municipality governorate island township suburb
neighbourhood neighborhood peninsula
""")
"""In lower case: right after a place's name, or before "of" and one."""
BEFORE_PLACES = words("""
in at from near of to around outside across through into via throughout between within , and toward towards
""")
"""In lower case: words that often stand right before a place's name."""
LAND_ENDS = words("""
sea ocean river lake gulf bay strait straits mountain mountains valley desert peninsula delta basin plateau hills
island islands isles archipelago reef glacier volcano falls canyon forest region rainforest
""")
LAND_STARTS = words("mount mt mt. lake cape gulf bay sea strait straits river isle isles")
EVENT_ENDS = words("""
war wars olympics games cup championship championships prix open festival revolution uprising intifada marathon bowl
series summit tournament playoffs derby holocaust paralympics biennale expo regatta massacre genocide referendum
""")
LAW_ENDS = words("""
act treaty protocol constitution convention accord accords amendment code charter bill pact covenant agreement
agreements declaration resolution ordinance decree statute directive
""")
JOINED = words("""
based led backed run controlled held born brokered ruled occupied dominated sponsored supported funded trained aligned
allied linked related owned style era mandated affiliated majority administered imposed listed made wide inspired
bound area speaking flagged registered built educated bred friendly level type like mediated appointed facing
""")
"""In lower case: after a hyphen they belong to no name ("Hong Kong-based")."""
ALLIANCES = words("Quad AUKUS BRICS Brics Mercosur MERCOSUR Visegrad Ecowas Comesa Nato Asean Saarc Opec Caricom")
ABBREVIATIONS = words("""
UN U.N. EU E.U. NATO WHO IMF WTO OECD OPEC OPEC+ ASEAN ECOWAS SADC AU IGAD COMESA SAARC BRICS AUKUS G7 G-7 G8 G-8 G20
G-20 UNICEF UNESCO UNHCR UNDP UNEP UNFPA UNRWA UNCTAD UNAIDS UNODC FAO WFP IAEA ILO IOM OCHA OHCHR ICC ICJ ICRC IFRC
IPCC UNSC UNGA ADB AfDB AIIB IFC WEF MSF BBC CNN NBC CBS ABC NPR PBS MSNBC AFP AP UPI ANI PTI IANS DPA EFE ANSA TASS
CCTV CGTN NHK KBS CBC SBS RTE ITV NDTV FIFA UEFA CAF IOC NBA NFL NHL MLB FIA WADA BCCI ECB PCB NCAA WTA ATP PGA CIA
FBI NSA DEA FDA CDC EPA NASA ESA ISRO JAXA SEC FTC FCC FAA NTSB FEMA ICE IRS DHS DOJ TSA ATF USAID NIH NOAA USDA MI5
MI6 GCHQ NHS KGB FSB GRU SVR ISI RAW CBI NIA IDF PLO PA PLA CPC CCP BJP AAP TMC DMK PPP ANC DA EFF APC PDP NDC NPP
ZANU-PF SPD CDU CSU FDP AfD SNP DUP GOP IRA ETA FARC PKK YPG SDF ISIS ISIL IS LTTE IBM BP HSBC UBS BMW VW GM GE AT&T
TSMC SAP KPMG PwC EY HP LG JBS PSG RSF HRW ACLU AARP NRA NAACP PETA WWF IUCN CARE
""")
"""As written: organisations that news names without their full name."""
ORGANISATIONS = (
    "Reuters; Associated Press; Agence France-Presse; Xinhua; Bloomberg; Al Jazeera; Al-Jazeera; Kyodo; Interfax; "
    "United Nations; European Union; African Union; Arab League; European Commission; European Parliament; "
    "European Council; European Central Bank; World Bank; World Health Organization; World Health Organisation; "
    "World Trade Organization; International Monetary Fund; Security Council; General Assembly; Red Cross; "
    "Red Crescent; Palestinian Authority; Amnesty International; Human Rights Watch; Greenpeace; Oxfam; "
    "Save the Children; Interpol; "
    "Federal Reserve; Pentagon; State Department; Supreme Court; High Court; Congress; Senate; "
    "House of Representatives; House of Commons; House of Lords; Bundestag; Knesset; Duma; Lok Sabha; Rajya Sabha; "
    "Taliban; Hamas; Hezbollah; Hizbollah; al-Qaeda; Al-Qaeda; al-Qaida; Al Qaeda; Boko Haram; al-Shabab; al-Shabaab; "
    "Al-Shabaab; Islamic State; Fatah; Houthis; Wagner Group; "
    "Google; Facebook; Meta; Amazon.com; Microsoft; Twitter; YouTube; Instagram; WhatsApp; TikTok; ByteDance; Huawei; "
    "Alibaba; Tencent; Samsung; Sony; Toyota; Honda; Nissan; Volkswagen; Boeing; Airbus; Gazprom; Rosneft; "
    "ExxonMobil; Chevron; TotalEnergies; Netflix; Disney; Walmart; Tesla; Uber; Pfizer; Moderna; AstraZeneca; "
    "BioNTech; Sinovac; Sinopharm; Nestlé; Unilever; Goldman Sachs; JPMorgan; JPMorgan Chase; Morgan Stanley; "
    "Deutsche Bank; Credit Suisse; Barclays; Citigroup; Intel; Nvidia; Nokia; Ericsson; Siemens; Infosys; Wipro; "
    "New York Times; Washington Post; Wall Street Journal; Financial Times; Guardian; Daily Mail; Le Monde; "
    "Der Spiegel; South China Morning Post; Global Times; People's Daily; People’s Daily; USA Today; Fox News; "
    "Sky News; Channel 4; Democratic Party; Republican Party; Labour Party; Conservative Party; Liberal Democrats; "
    "Manchester United; Manchester City; Arsenal; Liverpool FC; Chelsea; Tottenham Hotspur; Tottenham; Everton; "
    "Real Madrid; Atletico Madrid; Bayern Munich; Borussia Dortmund; Juventus; Inter Milan; AC Milan; "
    "Paris Saint-Germain; Barcelona FC; Los Angeles Lakers; New York Yankees"
)
"""As written, separated by semicolons: organisations that no head word gives away."""
