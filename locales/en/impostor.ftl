impostor-codes-locked =
    ⚠️ Wrong invitation codes were typed several times within an hour. Codes are paused for 1 hour; nobody was linked.

    If a family of yours is waiting: ring them, and make a new invitation later.
impostor-approvals-locked =
    ⚠️ Very many links were approved at your school within an hour. Approving is paused for 1 hour.

    Please check that each of these people was rung.
impostor-approvals-rest = Many links were approved within an hour. Please go on in an hour; whoever waits stays on the list.
