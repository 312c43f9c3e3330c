/** Evaluation, comparison and reports. */
module dev.finetuning.eval {
    requires static transitive org.jspecify;
    requires transitive dev.finetuning.core;
    requires owasp.encoder;

    exports dev.finetuning.eval.scorer;
}
