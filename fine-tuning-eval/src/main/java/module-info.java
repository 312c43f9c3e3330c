/** Evaluation, comparison and reports. */
module dev.finetuning.eval {
    requires static transitive org.jspecify;
    // not transitive: an application on the module path need not have JUnit
    requires static org.junit.jupiter.api;
    requires transitive dev.finetuning.core;
    requires com.fasterxml.jackson.databind;
    requires org.apache.commons.csv;
    requires org.apache.commons.statistics.distribution;
    requires owasp.encoder;
    requires re2j;

    exports dev.finetuning.eval;
    exports dev.finetuning.eval.baseline;
    exports dev.finetuning.eval.batch;
    exports dev.finetuning.eval.run;
    exports dev.finetuning.eval.report;
    exports dev.finetuning.eval.report.export;
    exports dev.finetuning.eval.classification;
    exports dev.finetuning.eval.compare;
    exports dev.finetuning.eval.human;
    exports dev.finetuning.eval.junit;
    exports dev.finetuning.eval.readiness;
    exports dev.finetuning.eval.scorer;
    exports dev.finetuning.eval.scorer.distance;
    exports dev.finetuning.eval.scorer.judge;
    exports dev.finetuning.eval.scorer.overlap;
    exports dev.finetuning.eval.scorer.structure;
    exports dev.finetuning.eval.traffic;
}
