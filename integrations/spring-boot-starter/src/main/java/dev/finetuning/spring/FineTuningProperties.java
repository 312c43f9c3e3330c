package dev.finetuning.spring;

import dev.finetuning.Secret;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the library in an application.
 *
 * @param folder where models of the local provider, and without a database the journal and the data of runs, are
 *     kept; with a database and a provider outside the process, instances need not share it
 * @param provider who trains
 * @param journal where everything that must survive a crash is stored
 * @param runs how runs are advanced
 * @param router how questions find their version
 * @param chat the model to provide as a bean
 */
@ConfigurationProperties("fine-tuning")
public record FineTuningProperties(
        @DefaultValue("fine-tuning") Path folder,
        @DefaultValue Provider provider,
        @DefaultValue Store journal,
        @DefaultValue Runs runs,
        @DefaultValue Router router,
        @DefaultValue Chat chat) {

    /** A kind of provider. */
    public enum ProviderType {
        /** A small trainer inside this process; needs no key. */
        LOCAL,
        /** OpenAI; needs {@code fine-tuning-openai}. */
        OPENAI,
        /** Azure OpenAI; its resource is the base URL; needs {@code fine-tuning-openai}. */
        AZURE,
        /** Nebius Token Factory; needs {@code fine-tuning-openai}. */
        NEBIUS,
        /** Another provider with OpenAI's API; needs a base URL and {@code fine-tuning-openai}. */
        CUSTOM,
        /** Mistral; needs {@code fine-tuning-mistral}. */
        MISTRAL
    }

    /**
     * Who trains.
     *
     * @param type the kind of provider
     * @param apiKey the provider's key; not needed by the local one
     * @param baseUrl the provider's address, instead of its usual one
     * @param name a short name for a custom provider, used in failures and the registry
     */
    public record Provider(
            @DefaultValue("local") ProviderType type,
            @Nullable Secret apiKey,
            @Nullable String baseUrl,
            @DefaultValue("custom") String name) {}

    /** A kind of journal. */
    public enum JournalType {
        /** The application's data source if there is one, else the folder. */
        AUTO,
        /** The application's data source. */
        DATABASE,
        /** Files in the folder. */
        FOLDER,
        /** Nothing survives the process; for tests. */
        MEMORY
    }

    /**
     * Where everything that must survive a crash is stored.
     *
     * @param type the kind of journal
     * @param createTables whether missing tables are created at start; otherwise run the scripts of the
     *     library's jar
     */
    public record Store(
            @DefaultValue("auto") JournalType type,
            @DefaultValue("false") boolean createTables) {}

    /** Where the prepared data of runs is stored while they go on. */
    public enum DataType {
        /** In the database of the journal if it is in the application's, else in the folder. */
        AUTO,
        /** In the application's data source. */
        DATABASE,
        /** Files in the folder, which all instances that advance runs must share. */
        FOLDER
    }

    /**
     * How runs are advanced.
     *
     * @param data where the prepared data of runs is stored while they go on
     * @param advance whether this instance advances runs in the background
     * @param interval how long to pause between two looks at the unfinished runs
     * @param lease how long an instance may be silent in a step before another one takes over
     * @param alias the alias that a new model gets if it passes the gates
     * @param by the author of changes in the registry's history
     * @param shutdownWait how long the current step may take to end at shutdown before it is interrupted
     */
    public record Runs(
            @DefaultValue("auto") DataType data,
            @DefaultValue("true") boolean advance,
            @DefaultValue("10s") Duration interval,
            @DefaultValue("5m") Duration lease,
            @DefaultValue("production") String alias,
            @DefaultValue("fine-tuning run") String by,
            @DefaultValue("20s") Duration shutdownWait) {}

    /**
     * How questions find their version.
     *
     * @param staleness how old the known versions may be; a promotion is seen within this time. 0 reads the
     *     journal for each question
     * @param maxModels how many chat models are kept open
     */
    public record Router(
            @DefaultValue("5s") Duration staleness,
            @DefaultValue("64") int maxModels) {}

    /**
     * The model to provide as a {@link dev.finetuning.chat.ChatModel} bean.
     *
     * @param model its name in the registry; without it there is no such bean
     * @param alias the alias whose version answers
     */
    public record Chat(
            @Nullable String model,
            @DefaultValue("production") String alias) {}
}
