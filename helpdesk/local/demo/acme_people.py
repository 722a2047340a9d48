"""Who writes to Acme Hosting, and who answers. None of them exists."""

from helpdesk.local.demo.acme_catalogue import ACCOUNTS, TECHNICAL
from helpdesk.local.demo.shapes import Person


def _staff(key, name, roles, team, time_zone):
    return Person(key, name, f"{key}@example.com", None, "staff", roles, team, time_zone)


def _customer(key, name, email, time_zone, plan="standard"):
    return Person(key, name, email, plan, "customer", (), None, time_zone)


def _guest(key, name, email, time_zone):
    return Person(key, name, email, None, "guest", (), None, time_zone)


STAFF = (
    _staff("ana", "Ana Silva", ("agent",), ACCOUNTS, "Europe/Lisbon"),
    _staff("ben", "Ben Ray", ("agent",), TECHNICAL, "America/Los_Angeles"),
    _staff("dina", "Dina Haddad", ("agent",), ACCOUNTS, "Europe/Athens"),
    _staff("emil", "Emil Novotny", ("agent",), TECHNICAL, "Europe/Prague"),
    _staff("mia", "Mia Kern", ("agent", "manager"), (ACCOUNTS, TECHNICAL), "Europe/Vienna"),
    _staff("max", "Max Adler", ("admin",), None, "America/Los_Angeles"),
)

CAST = (
    _customer("cleo", "Cleo Martin", "cleo@example.com", "Europe/Paris"),
    _customer("vic", "Vic Okonkwo", "vic@example.com", "Africa/Lagos", "vip"),
    _guest("gus", "Gus Lindqvist", "gus@example.com", "Europe/Stockholm"),
)

CUSTOMERS = (
    _customer("amara", "Amara Nwosu", "amara.nwosu@example.org", "Africa/Lagos"),
    _customer("anneliese", "Anneliese Brandt", "a.brandt@example.net", "Europe/Berlin", "vip"),
    _customer("arjun", "Arjun Venkataraman", "arjun.v@example.com", "Asia/Kolkata"),
    _customer("astrid", "Astrid Haugland", "astrid@example.org", "Europe/Oslo"),
    _customer("bao", "Bảo Trần", "bao.tran@example.net", "Asia/Ho_Chi_Minh"),
    _customer("beatriz", "Beatriz Quintanilha", "bia.q@example.com", "America/Sao_Paulo"),
    _customer("callum", "Callum Farquharson", "callum.f@example.org", "Europe/London"),
    _customer("chiara", "Chiara Bonfanti", "chiara.bonfanti@example.net", "Europe/Rome", "vip"),
    _customer("daiki", "森田 大輝", "daiki.morita@example.com", "Asia/Tokyo"),
    _customer("dorota", "Dorota Wieczorek", "dorota@example.org", "Europe/Warsaw"),
    _customer("efua", "Efua Asante", "efua.asante@example.com", "Africa/Accra"),
    _customer("eleni", "Ελένη Παπαδάκη", "eleni.p@example.net", "Europe/Athens"),
    _customer("esteban", "Esteban Larraín", "elarrain@example.org", "America/Santiago", "vip"),
    _customer("farid", "Farid Aliyev", "farid@example.net", "Asia/Baku"),
    _customer("fiona", "Fiona O'Dwyer", "fiona.odwyer@example.com", "Europe/Dublin"),
    _customer("gergely", "Gergely Fazekas", "gergely.f@example.org", "Europe/Budapest"),
    _customer("hana", "Hana Dvořáková", "hana.d@example.com", "Europe/Prague"),
    _customer("henrik", "Henrik Søgaard", "h.soegaard@example.net", "Europe/Copenhagen", "vip"),
    _customer("ilse", "Ilse van der Meulen", "ilse@example.net", "Europe/Amsterdam"),
    _customer("imani", "Imani Kamau", "imani.kamau@example.org", "Africa/Nairobi"),
    _customer("ioana", "Ioana Dumitrescu", "ioana.d@example.com", "Europe/Bucharest"),
    _customer("jelena", "Jelena Marković", "jelena.m@example.net", "Europe/Belgrade"),
    _customer("jisoo", "Han Ji-soo", "jisoo.han@example.org", "Asia/Seoul", "vip"),
    _customer("kwame", "Kwame Boateng", "kboateng@example.com", "Africa/Accra"),
    _customer("layla", "ليلى الحداد", "layla.h@example.org", "Asia/Amman"),
    _customer("lucien", "Lucien Desrosiers", "lucien@example.net", "America/Montreal"),
    _customer("maeve", "Maeve Tully", "maeve.tully@example.org", "Europe/Dublin"),
    _customer(
        "maximiliana",
        "Maximiliana Theodora Wilhelmine von Hohenfels-Reichenbach und zu Sankt Georgen",
        "m.hohenfels@example.com",
        "Europe/Vienna",
        "vip",
    ),
    _customer("mehmet", "Mehmet Karadağ", "mehmet.k@example.net", "Europe/Istanbul"),
    _customer("mirja", "Mirja Koskela", "mirja.koskela@example.com", "Europe/Helsinki"),
    _customer("nadia", "Nadia Benhaddou", "nadia.b@example.org", "Africa/Casablanca"),
    _customer("nikhil", "Nikhil Deshpande", "nikhil@example.com", "Asia/Kolkata", "vip"),
    _customer("oksana", "Oksana Hrytsenko", "oksana.h@example.net", "Europe/Kyiv"),
    _customer("pablo", "Pablo Iturralde", "pablo.iturralde@example.com", "America/Bogota"),
    _customer("priya", "Priya Ranganathan", "priya.r@example.org", "Asia/Singapore"),
    _customer("rafael", "Rafael Couto", "rafa.couto@example.net", "Europe/Lisbon"),
    _customer("rosalind", "Rosalind Pemberton-Hale", "roz@example.org", "Australia/Melbourne"),
    _customer("samuel", "Samuel Tauranga", "sam.tauranga@example.com", "Pacific/Auckland"),
    _customer("selma", "Selma Grímsdóttir", "selma@example.net", "Atlantic/Reykjavik", "vip"),
    _customer("tariq", "Tariq Mahmoud", "tariq.m@example.com", "Africa/Cairo"),
    _customer("thandi", "Thandiwe Mokoena", "thandi.mokoena@example.org", "Africa/Johannesburg"),
    _customer("tomasz", "Tomasz Zieliński", "t.zielinski@example.net", "Europe/Warsaw"),
    _customer("walt", "Walter Pickering", "walt.pickering@example.com", "America/Chicago"),
    _customer("xiulan", "Zhao Xiulan", "xiulan.zhao@example.org", "Asia/Shanghai"),
    _customer("yael", "Yael Mizrahi", "yael@example.net", "Asia/Jerusalem", "vip"),
    _guest("otis", "Otis Bramwell", "otis.bramwell@example.org", "America/New_York"),
    _guest("paloma", "Paloma Reyes", "paloma.reyes@example.net", "America/Mexico_City"),
    _guest("katrin", "Katrin Ojamaa", "katrin.ojamaa@example.com", "Europe/Tallinn"),
)

PEOPLE = STAFF + CAST + CUSTOMERS
