rostra.take("words/00000",[["2026-02-10","0"],["bridges","0"],["gazette.on-bridges","0"],["matter","0"],["minister","0"],["said","0"],["that","0"],["the","0"]]);
