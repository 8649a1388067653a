package dev.baton.model;

/**
 * Why a task is parked.
 *
 * @param who the person or condition that can unblock it; never empty
 * @param why what happened, for people
 */
public record Parking(String who, String why) {
    public Parking {
        if (who.isBlank() || why.isBlank()) {
            throw new IllegalArgumentException("parking: expected who can unblock and why, found '"
                    + who + "', '" + why + "'");
        }
    }
}
