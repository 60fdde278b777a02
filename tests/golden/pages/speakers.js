rostra.take("speakers/0000",[
{"id":"evil","name":"\u003c/script>\u003cscript>document.title='ran'\u003c/script>\u003cimg src=x onerror=\"document.title='ran'\">]]>\u202egnol\u202c\u2066","kind":"person","quotations":1,"months":[["2026-02",1]],"kinds":[["direct",1]],"sources":[["gazette",1,1]],"said":[["gazette.on-harm.q20","2026-02-09","direct","en",null,false,"Harm \u003c/script>\u003cscript>document.title='ran'\u003c/script>\u003cimg src=x onerror=\"document.title='ran'\">]]>\u202egnol\u202c\u2066 😀"]]}
]);
