package dev.finetuning.spring;

import dev.finetuning.Secret;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.mistral.MistralSettings;
import dev.finetuning.mistral.MistralTrainingPipeline;
import dev.finetuning.openai.OpenAiSettings;
import dev.finetuning.openai.OpenAiTrainingPipeline;
import dev.finetuning.training.TrainingPipeline;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Opens the provider that the properties name. */
final class Providers {
    private Providers() {}

    static TrainingPipeline open(FineTuningProperties properties) {
        FineTuningProperties.Provider provider = properties.provider();
        return switch (provider.type()) {
            case LOCAL -> LocalTrainingPipeline.in(properties.folder().resolve("models"));
            case OPENAI, AZURE, NEBIUS, CUSTOM -> {
                require("fine-tuning-openai", "dev.finetuning.openai.OpenAiTrainingPipeline");
                yield OpenAi.open(provider);
            }
            case MISTRAL -> {
                require("fine-tuning-mistral", "dev.finetuning.mistral.MistralTrainingPipeline");
                yield Mistral.open(provider);
            }
        };
    }

    private static void require(String artifact, String type) {
        if (!ClassUtils.isPresent(type, null)) {
            throw new IllegalStateException(
                    "fine-tuning.provider.type needs dev.finetuning:" + artifact + " on the class path");
        }
    }

    private static Secret key(FineTuningProperties.Provider provider) {
        Secret key = provider.apiKey();
        if (key == null) {
            throw missing("api-key", provider);
        }
        return key;
    }

    private static IllegalStateException missing(String property, FineTuningProperties.Provider provider) {
        return new IllegalStateException("fine-tuning.provider." + property + " is needed by the provider "
                + provider.type().name().toLowerCase(Locale.ROOT));
    }

    /** Apart, so that its classes are loaded only if they are there. */
    private static final class OpenAi {
        static TrainingPipeline open(FineTuningProperties.Provider provider) {
            return new OpenAiTrainingPipeline(settings(provider).build());
        }

        private static OpenAiSettings.Builder settings(FineTuningProperties.Provider provider) {
            Secret key = key(provider);
            return switch (provider.type()) {
                case AZURE -> OpenAiSettings.azure(url(provider), key);
                case CUSTOM -> OpenAiSettings.custom(provider.name(), url(provider), key);
                case NEBIUS -> at(provider.baseUrl(), OpenAiSettings.nebius(key));
                default -> at(provider.baseUrl(), OpenAiSettings.openAi(key));
            };
        }

        private static OpenAiSettings.Builder at(@Nullable String url, OpenAiSettings.Builder settings) {
            return url == null ? settings : settings.baseUrl(url);
        }

        private static String url(FineTuningProperties.Provider provider) {
            String url = provider.baseUrl();
            if (url == null) {
                throw missing("base-url", provider);
            }
            return url;
        }
    }

    /** Apart, so that its classes are loaded only if they are there. */
    private static final class Mistral {
        static TrainingPipeline open(FineTuningProperties.Provider provider) {
            MistralSettings.Builder settings = MistralSettings.mistral(key(provider));
            String url = provider.baseUrl();
            return new MistralTrainingPipeline((url == null ? settings : settings.baseUrl(url)).build());
        }
    }
}
