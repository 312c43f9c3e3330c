/** Datasets, checks, costs, training jobs, registry and routing, independent of any provider. */
module dev.finetuning.core {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires re2j;
    requires org.apache.commons.csv;
    requires org.slf4j;

    exports dev.finetuning;
}
