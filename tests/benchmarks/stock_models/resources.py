"""A ModelResource of django-import-export for each flat model, as it comes."""

from import_export import resources

from tests.benchmarks.stock_models.models import StockDocument, StockItem

RESOURCES = [resources.modelresource_factory(model) for model in (StockDocument, StockItem)]
