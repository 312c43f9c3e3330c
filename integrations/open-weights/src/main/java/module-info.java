/** Training and asking open weights on the user's own machine. */
module dev.finetuning.openweights {
    requires static transitive org.jspecify;
    requires transitive dev.finetuning.core;

    exports dev.finetuning.openweights;
    exports dev.finetuning.openweights.export;
    exports dev.finetuning.openweights.serving;
}
