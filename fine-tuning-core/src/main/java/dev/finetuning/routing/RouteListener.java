package dev.finetuning.routing;

/**
 * Is told of every question that went to a version. Called by the thread that asked, so it should return
 * quickly; what it throws is logged and otherwise ignored.
 */
@FunctionalInterface
public interface RouteListener {
    /** Takes the newest call. */
    void onCall(RoutedCall call);
}
