import json,subprocess,sys
from datetime import timedelta
from django.apps import apps
from django.test import Client
from django.utils import timezone
from nabij.core.viewer import Role
from nabij.core.dates import parse_fhir
from nabij.access import actions as aa, queries as aq
from nabij.relations import actions as ra
from nabij.relations.types import *
from nabij.linkage.tests.building import *
from nabij.linkage.models import RecordLink
def test_shots(committing_live_server):
    U=apps.get_model("access","User"); Unit=apps.get_model("access","Unit")
    region=Unit.objects.create(name="Regio IJssel",kind="region"); noord=Unit.objects.create(name="Team Noord",kind="team",parent=region); zuid=Unit.objects.create(name="Team Zuid",kind="team",parent=region)
    def col(name,role,*units):
        u=U.objects.create_user(name.split()[0].lower()+"@x.nl",name)
        on=timezone.localdate()-timedelta(days=1)
        u.role_assignments.create(role=role,starts_on=on)
        for x in units: u.unit_memberships.create(unit=x,starts_on=on)
        c=Client(); c.force_login(u); return u,c.cookies["sessionid"].value
    noor,kn=col("Noor de Boer",Role.CARE_PROFESSIONAL,noord,zuid); anja,ka=col("Anja Smit",Role.FRONT_OFFICE,noord); mia,km=col("Mia Kok",Role.MANAGER,region); x,kx=col("Xander Vos",Role.ADMINISTRATOR,noord)
    names="Bakker Visser Jansen Mulder Smit Bos Vos Peters Hendriks Dekker Brouwer Dijkstra Kok Prins Blom Willems Schouten Kuiper Postma Koster".split()
    first="Jo Anna Piet Kees Bep Riet Wim Truus Henk Corrie".split()
    m=aq.machine(at=timezone.now(),command="t")
    ids=[]
    for i,n in enumerate(names):
        p=ra.create_person(viewer=m,fields=PersonFields(name=PersonName(call_name=first[i%10],own_prefix="van der" if i%3==0 else "",own_name=n),birth=parse_fhir(f"19{30+i}-03-09"),addresses=(AddressFields(street="Dorpsstraat",house_number=str(i+1),city="Zwolle"),)))
        ids.append(p.pk); apps.get_model("access","CareRelation").objects.create(person=p,unit=noord if i%2 else zuid,kind="care",origin="agreement",starts_on=timezone.localdate()-timedelta(days=1))
    for p in ids[1:6:2]: apps.get_model("dossiers","DossierNotice").objects.create(person_id=p,kind="changed",at=timezone.now()-timedelta(hours=30))
    av=aq.viewer_of(user=anja,at=timezone.now(),access_point="x")
    aa.open_call(viewer=av,person_id=ids[0],caller="relative")
    gp=add_source("gp",title="Huisartsenpraktijk De Linde",fhir_version="stu3"); ho=add_source("isala","hospital",title="Isala ziekenhuis"); gg=add_source("ggz","mental_health",title="GGZ Zwolle"); own=add_source("own","home_care",title="Thuiszorg IJssel",is_own=True,default_ground="own_record")
    I=apps.get_model("dossiers","Intake")
    for s,k,st in ((gp,b"1","done"),(gg,b"2","done"),(ho,b"3","failed")): I.objects.create(source=s,key=k,state=st)
    take_in(gp,MARIA,row("b1",name="",own_prefix="",own_name="Bakkers",given_names="Cornelis",initials="C.",call_name="Kees",gender="male",birth="1938-05-11",bsn="",bsn_state="absent",phones=()))
    take_in(own,row("c1",client_number="C1001"))
    v={"bsn":"","bsn_state":"masked"}
    take_in(ho,row("p1",street="Kerkstraat",house_number="1",postcode="7411AA",city="Deventer",own_name="Bergh",phones=("+31612345678",),**v),row("b2",name="",own_prefix="",own_name="Bakker",given_names="C.",initials="C.J.",call_name="",gender="male",birth="1938-11-05",phones=(),**v))
    take_in(gg,row("z1",birth="1941",**v)); take_in(gg,row("z9"))
    take_in(ho,row("p5")); take_in(ho,row("p5",birth="1964-02-08",own_name="Verweij",own_prefix="",name="Marie Verweij"))
    from nabij.linkage import actions
    mp=apps.get_model("relations","Party").objects.get(pk=person_of(gp,"maria"))
    actions.record_ground(viewer=av,record_ref=record_of(ho,"p5").ref,kind="consent",decision="given",starts_on=timezone.localdate()-timedelta(days=90),evidence="formulier getekend")
    actions.record_ground(viewer=av,record_ref=record_of(gp,"maria").ref,kind="consent",decision="refused",starts_on=timezone.localdate(),evidence="telefonisch")
    base=committing_live_server.url
    links=list(RecordLink.objects.filter(needs_review=True).order_by("-score","pk"))
    jobs=[("desk-noor","/",kn),("desk-anja","/",ka),("desk-mia","/",km),("desk-xander","/",kx),("review","/linkage/",ka),("person",f"/linkage/persons/{mp.ref}/",ka),("ground",f"/linkage/records/{record_of(ho,'p5').ref}/ground/",ka),
      ("unlink",f"/linkage/{RecordLink.objects.get(patient_record=record_of(own,'c1'),state='automatic').ref}/unlink/",ka)]
    jobs+=[(f"link{i}",f"/linkage/{l.ref}/",ka) for i,l in enumerate(links)]
    json.dump([(n,base+u,k) for n,u,k in jobs],open("/tmp/nb/h/jobs.json","w"))
    print(subprocess.run([sys.executable,"/tmp/nb/h/shots.py","/tmp/nb/h/jobs.json"],capture_output=True,text=True,timeout=400))
