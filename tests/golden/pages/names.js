rostra.take("names/0000",[
["evil","\u003c/script>\u003cscript>document.title='ran'\u003c/script>\u003cimg src=x onerror=\"document.title='ran'\">]]>\u202egnol\u202c\u2066","person",1,"document","gnol","img","onerror","ran","script","src","titl","title"]
]);
