"""What is promised of `sources` and `set_aside` beyond their declarations: nothing that was fetched is lost."""

from expectations.promise import Promise

PROMISES = (
    Promise(
        "fetched_is_published_or_set_aside",
        "sources",
        "Of each source, as many texts are published and set aside together as were fetched.",
        """
        SELECT source_id FROM (
            SELECT source_id, fetched AS texts FROM counts
            UNION ALL SELECT source_id, -1 FROM speeches
            UNION ALL SELECT source_id, -1 FROM set_aside)
        GROUP BY source_id HAVING sum(texts) <> 0
        """,
    ),
    Promise(
        "least_number_is_published",
        "sources",
        "Of each source, at least as many speeches are published as its declaration promises.",
        """
        SELECT counts.source_id FROM counts LEFT JOIN speeches ON speeches.source_id = counts.source_id
        GROUP BY counts.source_id, promised HAVING count(speech_id) < promised
        """,
    ),
    Promise(
        "set_aside_is_not_published",
        "set_aside",
        "No address of a source is both published and set aside.",
        """
        SELECT concat_ws(' ', set_aside.source_id, origin) FROM set_aside
        SEMI JOIN speeches ON speeches.source_id = set_aside.source_id AND speeches.url = set_aside.origin
        """,
    ),
    Promise(
        "each_source_has_a_language",
        "sources",
        "Each source has at least one language.",
        "SELECT source_id FROM sources ANTI JOIN source_languages USING (source_id)",
    ),
)
