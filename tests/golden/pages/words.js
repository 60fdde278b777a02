rostra.take("words",[["all",1,["2026-02"]]]);
