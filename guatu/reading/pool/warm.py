"""Imported by the fork server alone: what every document needs is in memory before a child is forked.

Text recognition is left out, because it starts threads, and threads do not survive a fork.
"""

import gc
import importlib

from guatu.reading.reader import read_here

_READERS = ("docx", "html", "office", "pdf", "sheets", "text")
# traditional signs with a reading and a deadline make the dictionaries load
_SAMPLE = """关于加強園區建設(shè)工作的通報

各有關單位：
（一）推進項(xiàng)目建设。牵头单位：县发展和改革局。完成时限：2025年6月底前，自交办之日起15个工作日内完成90%以上。
"""

for _room in _READERS:
    importlib.import_module(f"guatu.reading.loading.{_room}")
read_here(_SAMPLE.encode(), name="sample.txt")
gc.freeze()  # the collector would touch, and so copy, every page that children share
