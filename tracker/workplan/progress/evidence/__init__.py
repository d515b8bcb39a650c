"""Evidence (佐证材料): the files that a unit may lay beside an entry; no entry needs one."""
