rostra.take("list/00000",[["gazette.on-bridges","The minister said that bridges matter.",0,"2026-02-10","en",null,0,"00000"]]);
