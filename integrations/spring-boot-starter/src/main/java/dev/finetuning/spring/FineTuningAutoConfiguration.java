package dev.finetuning.spring;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.content.ContentStore;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.RegistryListener;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.routing.ChatModels;
import dev.finetuning.routing.ModelRouter;
import dev.finetuning.routing.RouteListener;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.FineTuningRunsBuilder;
import dev.finetuning.run.LifecycleListener;
import dev.finetuning.run.RunEvaluation;
import dev.finetuning.training.TrainingPipeline;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.TaskScheduler;

/**
 * The library as beans. Each backs off for a bean of the same type; the application's {@link RunEvaluation},
 * {@link PromotionPolicy} and listeners are used where there are any.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration"
        })
@EnableConfigurationProperties(FineTuningProperties.class)
public class FineTuningAutoConfiguration {
    /** Used by Spring. */
    public FineTuningAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    Journal fineTuningJournal(FineTuningProperties properties, ObjectProvider<DataSource> sources) {
        return Journals.open(properties, sources);
    }

    @Bean
    @ConditionalOnMissingBean
    ContentStore fineTuningContentStore(
            FineTuningProperties properties, Journal journal, ObjectProvider<DataSource> sources) {
        return Journals.contents(properties, journal, sources);
    }

    @Bean
    @ConditionalOnMissingBean
    ModelRegistry fineTuningModelRegistry(
            Journal journal,
            ObjectProvider<JournalCustomizer> customizers,
            ObjectProvider<RegistryListener> listeners) {
        JournaledModelRegistry registry = JournaledModelRegistry.open(customized(journal, customizers));
        listeners.orderedStream().forEach(registry::addListener);
        return registry;
    }

    private static Journal customized(Journal journal, ObjectProvider<JournalCustomizer> customizers) {
        Journal customized = journal;
        for (JournalCustomizer customizer : customizers.orderedStream().toList()) {
            customized = customizer.customize(customized);
        }
        return customized;
    }

    @Bean
    @ConditionalOnMissingBean
    TrainingPipeline fineTuningTrainingPipeline(FineTuningProperties properties) {
        return Providers.open(properties);
    }

    @Bean
    @ConditionalOnMissingBean
    FineTuningRuns fineTuningRuns(
            FineTuningProperties properties,
            Journal journal,
            ContentStore data,
            TrainingPipeline pipeline,
            ModelRegistry registry,
            ObjectProvider<RunEvaluation> evaluation,
            ObjectProvider<PromotionPolicy> policy,
            ObjectProvider<LifecycleListener> listeners,
            ObjectProvider<JournalCustomizer> journals,
            ObjectProvider<FineTuningRunsCustomizer> customizers) {
        FineTuningProperties.Runs settings = properties.runs();
        FineTuningRunsBuilder builder = FineTuningRuns.builder(customized(journal, journals), data, pipeline, registry)
                .promotion(policy.getIfAvailable(PromotionPolicy::of), Alias.of(settings.alias()))
                .lease(settings.lease())
                .by(settings.by());
        evaluation.ifAvailable(builder::evaluation);
        listeners.orderedStream().forEach(builder::addListener);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = "fine-tuning.runs.advance", matchIfMissing = true)
    RunAdvancer fineTuningRunAdvancer(
            FineTuningRuns runs, FineTuningProperties properties, ObjectProvider<TaskScheduler> scheduler) {
        return Optional.ofNullable(scheduler.getIfUnique())
                .map(timer -> new RunAdvancer(runs, properties.runs(), timer))
                .orElseGet(() -> new RunAdvancer(runs, properties.runs()));
    }

    @Bean
    @ConditionalOnMissingBean
    ChatModels fineTuningChatModels(TrainingPipeline pipeline) {
        return version -> pipeline.chatModel(version.modelId());
    }

    @Bean
    @ConditionalOnMissingBean
    ModelRouter fineTuningModelRouter(
            FineTuningProperties properties,
            ModelRegistry registry,
            ChatModels models,
            ObjectProvider<ChatModelsCustomizer> customizers,
            ObjectProvider<RouteListener> listeners) {
        ChatModels customized = models;
        for (ChatModelsCustomizer customizer : customizers.orderedStream().toList()) {
            customized = customizer.customize(customized);
        }
        ModelRouter router = ModelRouter.builder(registry, customized)
                .staleness(properties.router().staleness())
                .maxModels(properties.router().maxModels())
                .build();
        listeners.orderedStream().forEach(router::addListener);
        return router;
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty("fine-tuning.chat.model")
    ChatModel fineTuningChatModel(FineTuningProperties properties, ModelRouter router) {
        FineTuningProperties.Chat chat = properties.chat();
        return router.model(Objects.requireNonNull(chat.model()), Alias.of(chat.alias()));
    }
}
