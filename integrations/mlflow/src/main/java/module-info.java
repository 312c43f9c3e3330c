/** The promoted versions of a registry in an MLflow server. */
module dev.finetuning.mlflow {
    requires static transitive org.jspecify;
    requires transitive dev.finetuning.core;

    exports dev.finetuning.mlflow;
}
