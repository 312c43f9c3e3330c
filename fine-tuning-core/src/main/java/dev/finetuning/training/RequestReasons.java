package dev.finetuning.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Why a provider with such capabilities would refuse a request. Not thread-safe. */
final class RequestReasons {
    private final Capabilities provider;
    private final List<String> reasons = new ArrayList<>();

    private RequestReasons(Capabilities provider) {
        this.provider = provider;
    }

    /** All reasons; empty if it would accept the request. */
    static List<String> against(TrainingRequest request, Capabilities provider) {
        RequestReasons found = new RequestReasons(provider);
        found.look(request);
        return List.copyOf(found.reasons);
    }

    private void look(TrainingRequest request) {
        if (!provider.methods().contains(request.method().name())) {
            reasons.add("method " + request.method().name() + " is not offered; offered are "
                    + new TreeSet<>(provider.methods()));
        }
        if (request.hyperparameters().epochs().orElse(1) > provider.maxEpochs()) {
            reasons.add("epochs must be at most " + provider.maxEpochs() + ": "
                    + request.hyperparameters().epochs());
        }
        int suffix = request.suffix().map(String::length).orElse(0);
        if (suffix > provider.maxSuffixLength()) {
            reasons.add("suffix must have at most " + provider.maxSuffixLength() + " characters: it has " + suffix);
        }
        if (!provider.settings().isEmpty()) {
            look(request.hyperparameters(), provider.settings());
        }
    }

    private void look(Hyperparameters wanted, Map<String, SettingRange> settings) {
        number("epochs", wanted.epochs());
        number("batch_size", wanted.batchSize());
        number("learning_rate_multiplier", wanted.learningRateMultiplier());
        wanted.others().forEach((name, value) -> {
            SettingRange range = settings.get(name);
            if (range == null) {
                reasons.add("setting " + name + " is not known; known are " + settings.keySet());
            } else if (!range.contains(value)) {
                reasons.add(name + " must be " + range + ": " + value);
            }
        });
    }

    private void number(String name, HyperparameterValue value) {
        SettingRange range = provider.settings().get(name);
        if (range != null && !value.auto() && !range.contains(value.orElse(0))) {
            reasons.add(name + " must be " + range + ": " + value);
        }
    }
}
