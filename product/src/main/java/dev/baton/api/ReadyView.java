package dev.baton.api;

import java.util.List;

/** Whether the server does its work; every reason why not. */
public record ReadyView(boolean ready, List<String> reasons) {
    public ReadyView {
        reasons = List.copyOf(reasons);
    }
}
