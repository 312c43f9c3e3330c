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
 * @param split how they are shared among aliases
 * @param shadows aliases that get a copy of each question and whose answers nobody waits for
 * @param fallbacks aliases to try, in order, where the chosen one points nowhere or its model fails
 * @param lastResort what answers when all else fails; empty if nothing does
 */
public record Route(
        String name, TrafficSplit split, List<Alias> shadows, List<Alias> fallbacks, Optional<ChatModel> lastResort) {
    /** Copies the lists. */
    public Route {
        shadows = List.copyOf(shadows);
        fallbacks = List.copyOf(fallbacks);
    }

    /** Everything to one alias. */
    public static Route to(String name, Alias alias) {
        return new Route(name, TrafficSplit.all(alias), List.of(), List.of(), Optional.empty());
    }

    /** The same, shared among aliases. */
    public Route withSplit(TrafficSplit newSplit) {
        return new Route(name, newSplit, shadows, fallbacks, lastResort);
    }

    /** The same with one more alias that gets copies. */
    public Route addShadow(Alias alias) {
        List<Alias> more = new ArrayList<>(shadows);
        more.add(alias);
        return new Route(name, split, more, fallbacks, lastResort);
    }

    /** The same with one more alias to fall back to. */
    public Route addFallback(Alias alias) {
        List<Alias> more = new ArrayList<>(fallbacks);
        more.add(alias);
        return new Route(name, split, shadows, more, lastResort);
    }

    /** The same with a model, such as the base model, that answers when all else fails. */
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
