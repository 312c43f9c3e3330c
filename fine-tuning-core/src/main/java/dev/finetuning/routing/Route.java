package dev.finetuning.routing;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.registry.version.Alias;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the questions for a registered model go.
 *
 * @param name the registered model
 * @param split how traffic is split between aliases
 * @param shadows aliases that get a copy of each question; their answers are ignored
 * @param fallbacks aliases to try, in order, if the chosen one points to no version or its model fails
 * @param lastResort the model to ask if all others fail, if any
 */
public record Route(
        String name, TrafficSplit split, List<Alias> shadows, List<Alias> fallbacks, Optional<ChatModel> lastResort) {
    /** Copies the lists. */
    public Route {
        shadows = List.copyOf(shadows);
        fallbacks = List.copyOf(fallbacks);
    }

    /** A route that sends everything to one alias. */
    public static Route to(String name, Alias alias) {
        return new Route(name, TrafficSplit.all(alias), List.of(), List.of(), Optional.empty());
    }

    /** This route with a traffic split. */
    public Route withSplit(TrafficSplit newSplit) {
        return new Route(name, newSplit, shadows, fallbacks, lastResort);
    }

    /** This route with another shadow alias. */
    public Route addShadow(Alias alias) {
        List<Alias> more = new ArrayList<>(shadows);
        more.add(alias);
        return new Route(name, split, more, fallbacks, lastResort);
    }

    /** This route with another fallback alias. */
    public Route addFallback(Alias alias) {
        List<Alias> more = new ArrayList<>(fallbacks);
        more.add(alias);
        return new Route(name, split, shadows, more, lastResort);
    }

    /** This route with a model, such as the base model, to ask if all others fail. */
    public Route withLastResort(ChatModel model) {
        return new Route(name, split, shadows, fallbacks, Optional.of(model));
    }

    /** The aliases to try, in order: the chosen one, the main one, the fallbacks. */
    Set<Alias> order(Alias chosen) {
        Set<Alias> order = new LinkedHashSet<>();
        order.add(chosen);
        order.add(split.main());
        order.addAll(fallbacks);
        return order;
    }
}
