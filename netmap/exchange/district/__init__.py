"""District files: a folder of CSV tables, or one workbook with sheets of the same names."""

from netmap.exchange.district.read import DistrictFile, read_district
from netmap.exchange.district.write import write_district

__all__ = ["DistrictFile", "read_district", "write_district"]
