"""From a published store to a picture: who is quoted most, and when. Needs `pip install 'rostra[pandas]' matplotlib`."""

import os
import sys

import matplotlib

matplotlib.use("Agg")  # draw to a file, on machines without a screen too

import matplotlib.pyplot as plt

import rostra

# 1. Where the data lies: a folder, or an address with https://, s3://, gs:// or az://.
store = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("ROSTRA_STORE", "output")

# 2. What there is: ask, and only the columns and rows that the answer needs are read.
top = rostra.sql(
    store,
    "SELECT speaker_name, count(*) AS quotations FROM quotations WHERE speaker_name IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5",
    as_="pandas",
)
print(top.to_string(index=False))

# 3. Their words, as a frame whose days are days.
said = rostra.load(
    "quotations",
    store=store,
    columns=["speaker_name", "spoken_on", "kind", "text"],
    where="speaker_name IS NOT NULL AND spoken_on IS NOT NULL",
    as_="pandas",
)
said = said[said["speaker_name"].isin(top["speaker_name"])]
print(f"{len(said)} quotations on {said['spoken_on'].dt.date.nunique()} days")

# 4. A picture.
by_year = said.groupby([said["spoken_on"].dt.year, "speaker_name"]).size().unstack(fill_value=0)
by_year.plot.bar(figsize=(8, 4), ylabel="quotations", xlabel="", rot=0)
plt.tight_layout()
plt.savefig("quotations.png")
print("drawn: quotations.png")
