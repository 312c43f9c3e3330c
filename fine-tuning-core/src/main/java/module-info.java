/** Datasets, checks, costs, training jobs, registry and routing, independent of any provider. */
@SuppressWarnings("module") // the adapters, to which rooms are opened, are built later
module dev.finetuning.core {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires re2j;
    // only for PhoneLibrary
    requires static com.google.i18n.phonenumbers.libphonenumber;
    requires org.apache.commons.csv;
    requires transitive java.net.http;
    requires org.slf4j;
    requires transitive java.sql;

    // shared by the adapters of this project, not API
    exports dev.finetuning.adapter.chat to
            dev.finetuning.mistral,
            dev.finetuning.openai,
            dev.finetuning.openweights;
    exports dev.finetuning.adapter.http to
            dev.finetuning.mistral,
            dev.finetuning.mlflow,
            dev.finetuning.openai,
            dev.finetuning.openweights;
    exports dev.finetuning;
    exports dev.finetuning.adapter;
    exports dev.finetuning.advice;
    exports dev.finetuning.asking;
    // what is kept reads alike in evaluations' files
    exports dev.finetuning.asking.internal to
            dev.finetuning.eval;
    exports dev.finetuning.chat;
    exports dev.finetuning.content;
    exports dev.finetuning.cost;
    exports dev.finetuning.example;
    exports dev.finetuning.journal;
    exports dev.finetuning.journal.file;
    exports dev.finetuning.journal.jdbc;
    exports dev.finetuning.dataset;
    exports dev.finetuning.format;
    exports dev.finetuning.format.detection;
    exports dev.finetuning.format.reading;
    exports dev.finetuning.format.writing;
    exports dev.finetuning.schema;
    exports dev.finetuning.notification;
    exports dev.finetuning.drift;
    exports dev.finetuning.retraining;
    exports dev.finetuning.review;
    exports dev.finetuning.schedule;
    exports dev.finetuning.search;
    exports dev.finetuning.source;
    exports dev.finetuning.provider;
    exports dev.finetuning.quality;
    exports dev.finetuning.registry;
    exports dev.finetuning.registry.promotion;
    exports dev.finetuning.registry.version;
    exports dev.finetuning.routing;
    exports dev.finetuning.run;
    exports dev.finetuning.quality.near;
    exports dev.finetuning.quality.pii;
    exports dev.finetuning.quality.profile;
    exports dev.finetuning.quality.remedy;
    exports dev.finetuning.synthesis;
    exports dev.finetuning.training;
    exports dev.finetuning.training.follow;
    exports dev.finetuning.testing;
    exports dev.finetuning.local;
    exports dev.finetuning.internal.content to
            dev.finetuning.eval,
            dev.finetuning.mistral,
            dev.finetuning.openai,
            dev.finetuning.openweights;
    exports dev.finetuning.internal.io to
            dev.finetuning.eval,
            dev.finetuning.openweights;
    exports dev.finetuning.internal.jackson to
            dev.finetuning.eval,
            dev.finetuning.langchain4j,
            dev.finetuning.mistral,
            dev.finetuning.openai,
            dev.finetuning.springai;
    exports dev.finetuning.internal.threads to
            dev.finetuning.openai;
    exports dev.finetuning.internal.tokens to
            dev.finetuning.mistral,
            dev.finetuning.openai;
}
